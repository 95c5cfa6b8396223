namespace HostService;

/// <summary>A file in the incoming folder as it was when it was looked at.</summary>
internal sealed record IncomingPicture(string Path, long Length, DateTime Written)
{
    public string Name => System.IO.Path.GetFileName(Path);

    public static IncomingPicture Of(FileInfo file) => new(file.FullName, file.Length, file.LastWriteTimeUtc);

    /// <summary>Whether the file is not what it was: written to, replaced, gone.</summary>
    public bool HasChanged()
    {
        var file = new FileInfo(Path);
        return !file.Exists || Of(file) != this;
    }
}
