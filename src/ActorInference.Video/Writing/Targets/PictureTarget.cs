using ActorInference.Imaging;

namespace ActorInference.Video;

/// <summary>
/// A folder of numbered pictures, each named by its frame's index in the source. They lie in the run's folder until all are there.
/// </summary>
internal sealed class PictureTarget : IVideoTarget
{
    private readonly PicturePattern _pattern;
    private readonly RunFolder _folder;

    // Fast to write: the files of one second of video are many megabytes at any setting.
    private readonly PictureEncoder _encoder = new(new() { Compression = 2 });

    public PictureTarget(PicturePattern pattern, RunFolder folder)
    {
        _pattern = pattern;
        _folder = folder;
        var indices = Indices();
        FramesBefore = indices.Length;
        NextFrame = indices.DefaultIfEmpty(-1).Max() + 1;
    }

    /// <inheritdoc/>
    public long NextFrame { get; }

    /// <inheritdoc/>
    public long FramesBefore { get; }

    /// <summary>Why pictures cannot go there; null when they can.</summary>
    public static Failure? Check(PicturePattern pattern) =>
        Directory.Exists(pattern.Folder) && Directory.GetFiles(pattern.Folder).Where(file => pattern.IndexOf(file) is not null).Min(StringComparer.Ordinal) is { } other
            ? new(ErrorKind.InvalidInput, $"{pattern.Folder}: already holds {Path.GetFileName(other)}, and two runs must not mix; empty the folder or name another.")
            : null;

    /// <inheritdoc/>
    public async ValueTask<Failure?> WriteAsync(VideoFrame frame, CancellationToken cancel)
    {
        if (cancel.IsCancellationRequested) return new(ErrorKind.Cancelled, $"{_pattern.Folder}: writing was cancelled.");
        var path = _folder.File(_pattern.NameOf(frame.Index));
        return (await Task.Run(() => _encoder.Save(frame.Picture, path), CancellationToken.None).ConfigureAwait(false)).Failure;
    }

    /// <inheritdoc/>
    public Task<Failure?> CompleteAsync(CancellationToken cancel)
    {
        try
        {
            // In order: should this be cut off, the last picture is still here to say how far the run was.
            Directory.CreateDirectory(_pattern.Folder);
            foreach (var name in Indices().Order().Select(_pattern.NameOf)) File.Move(_folder.File(name), Path.Combine(_pattern.Folder, name), overwrite: true);
            return Task.FromResult<Failure?>(null);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            return Task.FromResult<Failure?>(new(ErrorKind.InvalidInput, $"{_pattern.Folder}: cannot be written: {refused.Message}"));
        }
    }

    /// <inheritdoc/>
    public Task AbandonAsync(bool keep)
    {
        if (keep) _folder.Dispose();
        else _folder.Delete();
        return Task.CompletedTask;
    }

    private long[] Indices() => [.. _folder.Files(_pattern.Extension).Select(_pattern.IndexOf).OfType<long>()];
}
