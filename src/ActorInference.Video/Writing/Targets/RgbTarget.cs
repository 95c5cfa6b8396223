namespace ActorInference.Video;

/// <summary>Bare RGB frames on a stream, one after another.</summary>
internal sealed class RgbTarget(Stream stream) : IVideoTarget
{
    /// <inheritdoc/>
    public long NextFrame => 0;

    /// <inheritdoc/>
    public long FramesBefore => 0;

    /// <inheritdoc/>
    public async ValueTask<Failure?> WriteAsync(VideoFrame frame, CancellationToken cancel)
    {
        if (cancel.IsCancellationRequested) return new(ErrorKind.Cancelled, "-: writing was cancelled.");
        return await Task.Run(() => Write(frame), CancellationToken.None).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public Task<Failure?> CompleteAsync(CancellationToken cancel) => Task.Run(() => Try(stream.Flush), CancellationToken.None);

    /// <inheritdoc/>
    public Task AbandonAsync(bool keep) => Task.CompletedTask;

    private static Failure? Try(Action write)
    {
        try
        {
            write();
            return null;
        }
        catch (Exception broken) when (broken is IOException or ObjectDisposedException)
        {
            return new(ErrorKind.InvalidInput, $"-: standard output cannot be written: {broken.Message}");
        }
    }

    private Failure? Write(VideoFrame frame) => Try(() =>
    {
        for (var row = 0; row < frame.Picture.Height; row++) stream.Write(frame.Picture.Row(row));
    });
}
