using ActorInference.Imaging;
using ActorInference.Video;

namespace ActorInference.Cli.Running;

/// <summary>
/// Writes the results of a video. The target is opened with the first of them, whose size is the target's. In the place of a frame that failed stands the last one that did not: the number
/// of frames and their times are kept.
/// </summary>
internal sealed class VideoSink(string output, Func<PictureSize, VideoWriteOptions> options) : IAsyncDisposable
{
    private VideoFrame? _last;

    /// <summary>Who writes; null before the first result.</summary>
    public VideoWriter? Writer { get; private set; }

    /// <summary>Opens the target for pictures of this size; why not, if it cannot be.</summary>
    public async Task<Failure?> OpenAsync(PictureSize size)
    {
        if (!(await VideoWriter.OpenAsync(output, options(size))).TryGet(out var writer, out var failure)) return failure;
        Writer = writer;
        return null;
    }

    /// <summary>Writes a result, which is the sink's from now on.</summary>
    public async ValueTask<Failure?> WriteAsync(VideoFrame result)
    {
        _last?.Dispose();
        _last = result;
        if (Writer is null && await OpenAsync(result.Picture.Size) is { } failure) return failure;
        return await Writer!.WriteAsync(result);
    }

    /// <summary>Writes the last result once more, in the place of this frame; nothing where there is none yet.</summary>
    public async ValueTask<Failure?> RepeatAsync(VideoFrame failed) =>
        _last is null ? null : await Writer!.WriteAsync(new VideoFrame(_last.Picture, failed.Index, failed.Timestamp, failed.Duration));

    public async ValueTask DisposeAsync()
    {
        _last?.Dispose();
        if (Writer is not null) await Writer.DisposeAsync();
    }
}
