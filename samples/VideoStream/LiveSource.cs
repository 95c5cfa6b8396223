using System.Runtime.CompilerServices;
using ActorInference;
using ActorInference.Video;

namespace VideoStream;

/// <summary>Frames at the pace of their source: a camera's own, and of a file, which could be read much faster, that of its time stamps. A file begins anew when it ends.</summary>
internal sealed class LiveSource(string? named, int size, TimeProvider time, ILogger<LiveSource> logger)
{
    // FFmpeg's test picture; its filter realtime holds it to its own pace, for a generator has none.
    private readonly VideoSource _source = named is null
        ? VideoSource.Device("lavfi", $"testsrc2=size={size}x{size * 9 / 16}:rate=30,realtime")
        : VideoSource.Parse(named);

    /// <summary>What people call it.</summary>
    public string Name => named ?? "FFmpeg's test picture";

    /// <summary>The frames, until cancelled or lost.</summary>
    /// <exception cref="InferenceException">The source cannot be opened, or is lost.</exception>
    public async IAsyncEnumerable<LiveFrame> ReadAsync([EnumeratorCancellation] CancellationToken cancel = default)
    {
        var number = 0L; // goes on where a file begins anew
        do
        {
            await using var reader = (await VideoReader.OpenAsync(_source, cancel: cancel)).Value;
            logger.Opened(Name, reader.Info.Size.ToString());
            var began = time.GetTimestamp();
            await foreach (var frame in reader.ReadAsync(cancel))
            {
                if (_source.Kind == VideoSourceKind.File) await PaceAsync(frame, reader.Info.TimeBase.Times(frame.Timestamp) - time.GetElapsedTime(began), cancel);
                yield return new(frame, number++, time.GetTimestamp());
            }
        }
        while (_source.Kind == VideoSourceKind.File);
    }

    private async Task PaceAsync(VideoFrame frame, TimeSpan pause, CancellationToken cancel)
    {
        try
        {
            if (pause > TimeSpan.Zero) await Task.Delay(pause, time, cancel);
        }
        catch
        {
            frame.Dispose(); // nobody else has it yet
            throw;
        }
    }
}
