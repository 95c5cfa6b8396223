using ActorInference.Imaging;
using ActorInference.Video;

namespace ActorInference.Cli.Running;

/// <summary>
/// Writes the results of a video. The target is opened with the first of them, whose size is the target's. In the place of a frame that failed stands the last one that did not, or
/// the first where all before it failed: the number of frames and their times are kept.
/// </summary>
internal sealed class VideoSink(VideoTarget target, Func<PictureSize, VideoWriteOptions> options, CancellationToken cancel) : IAsyncDisposable
{
    private readonly Queue<(long Index, long Timestamp, long Duration)> _early = new(); // failed before there was a result
    private VideoFrame? _last;

    /// <summary>Who writes; null before the first result.</summary>
    public VideoWriter? Writer { get; private set; }

    /// <summary>Whether frames have failed whose places no result has taken yet.</summary>
    public bool IsWaiting => _early.Count > 0;

    /// <summary>Opens the target for pictures of this size; why not, if it cannot be.</summary>
    public async Task<Failure?> OpenAsync(PictureSize size)
    {
        if (!(await VideoWriter.OpenAsync(target, options(size), cancel)).TryGet(out var writer, out var failure)) return failure;
        Writer = writer;
        return null;
    }

    /// <summary>Writes a result, which is the sink's from now on.</summary>
    public async ValueTask<Failure?> WriteAsync(VideoFrame result)
    {
        _last?.Dispose();
        _last = result;
        if (Writer is null && await OpenAsync(result.Picture.Size) is { } failure) return failure;
        while (_early.TryDequeue(out var early))
        {
            if (await Writer!.WriteAsync(new VideoFrame(result.Picture, early.Index, early.Timestamp, early.Duration)) is { } refused) return refused;
        }

        return await Writer!.WriteAsync(result);
    }

    /// <summary>Writes the last result once more, in the place of this frame; where there is none yet, the first will stand there.</summary>
    public async ValueTask<Failure?> RepeatAsync(VideoFrame failed)
    {
        if (_last is not null) return await Writer!.WriteAsync(new VideoFrame(_last.Picture, failed.Index, failed.Timestamp, failed.Duration));
        _early.Enqueue((failed.Index, failed.Timestamp, failed.Duration));
        return null;
    }

    public async ValueTask DisposeAsync()
    {
        _last?.Dispose();
        if (Writer is not null) await Writer.DisposeAsync();
    }
}
