namespace HostService;

/// <summary>A file in the incoming folder as it was when it was looked at.</summary>
internal sealed record IncomingPicture(string Path, long Length, DateTime Written)
{
    public string Name => System.IO.Path.GetFileName(Path);

    /// <summary>The file as it is now; null when it is gone. One that a folder lists may be gone when it is looked at: somebody took it away, or it was set aside.</summary>
    public static IncomingPicture? Find(FileInfo file)
    {
        try
        {
            return new(file.FullName, file.Length, file.LastWriteTimeUtc);
        }
        catch (FileNotFoundException)
        {
            return null;
        }
    }

    /// <summary>Whether the file is not what it was: written to, replaced, gone.</summary>
    public bool HasChanged() => Find(new(Path)) != this;

    /// <summary>Whether there is another file in its place: written to or replaced, but not gone.</summary>
    public bool IsAnother() => Find(new(Path)) is { } now && now != this;
}
