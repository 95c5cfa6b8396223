namespace ActorInference.Video;

/// <summary>What makes a run the same run: the source as it was, and the settings.</summary>
/// <param name="Source">The source's full path.</param>
/// <param name="Length">Its bytes.</param>
/// <param name="Modified">When it was last written to.</param>
/// <param name="Settings">Everything else that shapes the frames (model, options, versions), as a hash or in words; compared as a whole.</param>
public sealed record RunIdentity(string Source, long Length, DateTimeOffset Modified, string Settings)
{
    /// <summary>The identity of a run over a file.</summary>
    public static Outcome<RunIdentity> Of(string path, string settings)
    {
        var file = new FileInfo(path);
        return file.Exists
            ? new RunIdentity(file.FullName, file.Length, new DateTimeOffset(file.LastWriteTimeUtc), settings)
            : new Failure(ErrorKind.NotFound, $"{path}: there is no such file, and a run over anything else cannot be resumed.");
    }
}
