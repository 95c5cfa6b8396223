using System.Runtime.CompilerServices;

namespace ActorInference.Video;

/// <summary>
/// Frames of one video, in order, each once, with exact time stamps. FFmpeg decodes in a process of its own, ahead of whoever takes the frames by <see cref="VideoReadOptions.ReadAhead"/>.
/// Dispose it when done: no process is left then. One reader reads its source once.
/// </summary>
public sealed class VideoReader : IAsyncDisposable
{
    private readonly VideoSource _source;
    private readonly Probed _probed;
    private readonly FfmpegPrograms _programs;
    private readonly VideoReadOptions _options;
    private readonly StreamPump? _input;
    private readonly Lock _lock = new();
    private FrameFeed? _feed; // under the lock
    private bool _disposed; // under the lock

    private VideoReader(VideoSource source, Probed probed, FfmpegPrograms programs, VideoReadOptions options, StreamPump? input) =>
        (_source, _probed, _programs, _options, _input) = (source, probed, programs, options, input);

    /// <summary>What the source says about itself.</summary>
    public VideoInfo Info => _probed.Info;

    /// <summary>How often a live source broke off and was opened again, or is about to be.</summary>
    public int Reconnects => _feed?.Reconnects ?? 0;

    /// <summary>What a user should hear although every frame came, such as damage that FFmpeg covered up; complete when the frames are. One line each.</summary>
    public IReadOnlyList<string> Remarks => [.. ReadRemarks.Of(_source, Info, _feed)];

    /// <summary>Looks at a source and makes it ready to be read. The caller disposes the reader.</summary>
    public static async Task<Outcome<VideoReader>> OpenAsync(VideoSource source, VideoReadOptions? options = null, CancellationToken cancel = default)
    {
        options ??= new();
        ReadOptionsCheck.Throw(options);
        if (!FfmpegPrograms.Find(options.Ffmpeg).TryGet(out var programs, out var failure)) return failure;
        if (!(await Prober.ProbeAsync(source, programs, options, cancel).ConfigureAwait(false)).TryGet(out var opened, out failure)) return failure;
        var (probed, input) = opened;
        if (Refuse(source, probed.Info, options) is not { } refusal) return new VideoReader(source, probed, programs, options, input);
        input?.Dispose();
        return refusal;
    }

    /// <summary>
    /// The frames; whoever takes one disposes it. Ends with the source; throws an <see cref="InferenceException"/> behind the last good frame when the source is damaged, truncated or
    /// lost, or FFmpeg died. Breaking off ends FFmpeg. Once only.
    /// </summary>
    public async IAsyncEnumerable<VideoFrame> ReadAsync([EnumeratorCancellation] CancellationToken cancel = default)
    {
        var feed = Start();
        await using var _ = feed.ConfigureAwait(false);
        while (await feed.Frames.WaitToReadAsync(cancel).ConfigureAwait(false))
        {
            while (feed.Frames.TryRead(out var frame))
            {
                yield return frame;
                cancel.ThrowIfCancellationRequested();
            }
        }

        if (feed.Failure is { } failure) throw failure.ToException();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        FrameFeed? feed;
        lock (_lock) (_disposed, feed) = (true, _feed);
        if (feed is not null) await feed.DisposeAsync().ConfigureAwait(false);
        else _input?.Dispose();
    }

    private static Failure? Refuse(VideoSource source, VideoInfo info, VideoReadOptions options)
    {
        if (info.IsLive && options.Skip > 0) return VideoErrors.CannotSkip(source);
        return info.Size.Pixels > options.PixelLimit ? VideoErrors.TooManyPixels(source, info.Size, options.PixelLimit) : null;
    }

    private FrameFeed Start()
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            if (_feed is not null) throw new InvalidOperationException($"{_source} has been read already: open another reader.");
            return _feed = new(_source, _probed, _programs, _options, _input);
        }
    }
}
