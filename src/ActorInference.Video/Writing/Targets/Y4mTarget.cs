namespace ActorInference.Video;

/// <summary>YUV4MPEG2 on standard output, written there by FFmpeg itself.</summary>
internal sealed class Y4mTarget(VideoEncoder encoder) : IVideoTarget
{
    /// <inheritdoc/>
    public long NextFrame => 0;

    /// <inheritdoc/>
    public long FramesBefore => 0;

    /// <summary>Starts FFmpeg.</summary>
    public static Outcome<IVideoTarget> Start(VideoWriteOptions options, FfmpegPrograms programs) =>
        VideoEncoder.Start(programs.Ffmpeg, EncoderArguments.Y4m(options), "-", options.Ffmpeg.Time, ChildOutput.Inherited).TryGet(out var encoder, out var failure)
            ? Outcome.Of<IVideoTarget>(new Y4mTarget(encoder))
            : failure;

    /// <inheritdoc/>
    public ValueTask<Failure?> WriteAsync(VideoFrame frame, CancellationToken cancel) => encoder.WriteAsync(frame.Picture, null, cancel);

    /// <inheritdoc/>
    public Task<Failure?> CompleteAsync(CancellationToken cancel) => encoder.FinishAsync(cancel);

    /// <inheritdoc/>
    public async Task AbandonAsync(bool keep) => await encoder.DisposeAsync().ConfigureAwait(false);
}
