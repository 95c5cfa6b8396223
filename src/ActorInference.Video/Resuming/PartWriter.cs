namespace ActorInference.Video;

/// <summary>Writes one part: each frame first into the log, then to the encoder. Disposing kills the encoder; what it has written stays.</summary>
internal sealed class PartWriter : IAsyncDisposable
{
    private readonly FrameLog _log;
    private readonly VideoEncoder _encoder;

    private PartWriter(string path, FrameLog log, VideoEncoder encoder)
    {
        Path = path;
        _log = log;
        _encoder = encoder;
    }

    /// <summary>The part's video file.</summary>
    public string Path { get; }

    /// <summary>Starts an encoder whose <paramref name="arguments"/> write to <paramref name="path"/>. Throws <see cref="IOException"/> when the disk fails.</summary>
    public static Outcome<PartWriter> Start(string path, string ffmpeg, string[] arguments, string target, TimeProvider time)
    {
        var log = new FrameLog(RunPart.LogOf(path));
        if (VideoEncoder.Start(ffmpeg, arguments, target, time).TryGet(out var encoder, out var failure)) return new PartWriter(path, log, encoder);
        log.Dispose();
        return failure;
    }

    /// <summary>Writes what stands before the first frame.</summary>
    public ValueTask<Failure?> BeginAsync(VideoWriteOptions options, CancellationToken cancel) =>
        _encoder.WriteAsync(MatroskaFeed.Header(options.Size, options.FrameRate), cancel);

    /// <summary>Writes a frame. Throws <see cref="IOException"/> when the disk fails.</summary>
    public ValueTask<Failure?> WriteAsync(VideoFrame frame, LoggedFrame entry, Fraction tick, CancellationToken cancel)
    {
        _log.Add(entry);
        return _encoder.WriteAsync(frame.Picture, tick.Rescale(entry.Begin, MatroskaFeed.Tick), cancel);
    }

    /// <summary>Waits until all is written.</summary>
    public Task<Failure?> FinishAsync(CancellationToken cancel) => _encoder.FinishAsync(cancel);

    /// <summary>Gives the encoder a moment to write what it has.</summary>
    public Task LeaveAsync() => _encoder.LeaveAsync();

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _encoder.DisposeAsync().ConfigureAwait(false);
        _log.Dispose();
    }
}
