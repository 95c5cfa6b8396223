using System.Runtime.CompilerServices;

namespace ActorInference.Video;

/// <summary>
/// Writes frames to a video file, a folder of pictures or a pipe, each frame with its own time. One call at a time. A file appears under its name only when it is whole;
/// until then it lies in <c>TARGET.partial</c>.
/// </summary>
public sealed class VideoWriter : IAsyncDisposable
{
    private readonly VideoWriteOptions _options;
    private readonly IVideoTarget _target;
    private readonly List<string> _remarks;
    private Failure? _failure;
    private bool _isCompleted;
    private bool _isDisposed;

    private VideoWriter(string path, VideoWriteOptions options, IVideoTarget target, List<string> remarks)
    {
        Path = path;
        _options = options;
        _target = target;
        _remarks = remarks;
    }

    /// <summary>What is written, as the caller named it.</summary>
    public string Path { get; }

    /// <summary>The source index of the first frame to write: 0, or behind the last frame of the run that is gone on with. Frames before it are in the target already.</summary>
    public long NextFrame => _target.NextFrame;

    /// <summary>How many frames are in the target already, from the run that is gone on with; 0 for a new run. No more than <see cref="NextFrame"/>: frames may have been left out.</summary>
    public long WrittenBefore => _target.FramesBefore;

    /// <summary>How many frames this writer was given and took; with <see cref="WrittenBefore"/>, those that the target has.</summary>
    public long Written { get; private set; }

    /// <summary>What in the target is not as it was in the source, each in one line; complete after <see cref="CompleteAsync"/>.</summary>
    public IReadOnlyList<string> Remarks => _remarks;

    /// <summary>
    /// Makes a target ready. <paramref name="path"/> is a file (<c>.mp4</c>, <c>.mkv</c>, <c>.webm</c>, <c>.gif</c>; one that is there is replaced), a folder of pictures (<c>FOLDER/</c> or
    /// <c>FOLDER/%08d.png</c>; also .jpg and .webp) or <c>-</c> for standard output: see <see cref="VideoTarget.Parse"/>.
    /// </summary>
    public static async Task<Outcome<VideoWriter>> OpenAsync(string path, VideoWriteOptions options, CancellationToken cancel = default) =>
        VideoTarget.Parse(path).TryGet(out var target, out var failure) ? await OpenAsync(target, options, cancel).ConfigureAwait(false) : failure;

    /// <summary>Makes a target ready. What <see cref="VideoTarget.CheckAsync"/> says against it is said here too.</summary>
    public static async Task<Outcome<VideoWriter>> OpenAsync(VideoTarget target, VideoWriteOptions options, CancellationToken cancel = default)
    {
        if ((options.Check() ?? await target.CheckAsync(options, cancel).ConfigureAwait(false)) is { } wrong) return wrong;
        if (!FfmpegPrograms.Find(options.Ffmpeg).TryGet(out var programs, out var failure)) return failure;
        var remarks = new List<string>();
        return (await new TargetOpening(target, options, programs, remarks).OpenAsync(cancel).ConfigureAwait(false)).TryGet(out var opened, out failure)
            ? new VideoWriter(target.Path, options, opened, remarks)
            : failure;
    }

    /// <summary>
    /// Writes a frame, in the order of time; it stays the caller's. Waits while the encoder is busy. The first failure ends the writing, and every later call gives it again. Cancelling ends
    /// the encoder at once.
    /// </summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<Failure?> WriteAsync(VideoFrame frame, CancellationToken cancel = default)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        if (_isCompleted) throw new InvalidOperationException("A video that is complete takes no more frames.");
        if (_failure is not null) return _failure;
        _failure = frame.Picture.Size != _options.Size
            ? new(ErrorKind.InvalidInput, $"{frame} cannot be written to {Path}, whose frames are {_options.Size}; all must have one size.")
            : await _target.WriteAsync(frame, cancel).ConfigureAwait(false);
        if (_failure is null) Written++;
        return _failure;
    }

    /// <summary>Ends the video, adds the sound, and puts the target in its place. Nothing is there if it fails.</summary>
    public async Task<Failure?> CompleteAsync(CancellationToken cancel = default)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        if (_isCompleted || _failure is not null) return _failure;
        _failure = await _target.CompleteAsync(cancel).ConfigureAwait(false);
        _isCompleted = _failure is null;
        return _failure;
    }

    /// <summary>
    /// Ends whatever runs. A target that is not complete is removed; with <see cref="VideoWriteOptions.Run"/>, what was done stays in <c>TARGET.partial</c>, to be resumed.
    /// </summary>
    public async ValueTask DisposeAsync()
    {
        if (_isDisposed) return;
        _isDisposed = true;
        await _target.AbandonAsync(keep: !_isCompleted && _options.Run is not null).ConfigureAwait(false);
    }
}
