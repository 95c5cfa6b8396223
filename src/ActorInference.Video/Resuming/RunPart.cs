namespace ActorInference.Video;

/// <summary>A stretch of a run that one encoder has written: <c>0001.mp4</c> with its frames and <c>0001.frames</c> with their indices and times.</summary>
/// <param name="Path">The path of the video file.</param>
/// <param name="Frames">How many frames are whole.</param>
/// <param name="First">The first of them.</param>
/// <param name="Last">The last of them.</param>
internal sealed record RunPart(string Path, long Frames, LoggedFrame First, LoggedFrame Last)
{
    // x264 holds back two frames to put others before them. A part that ended before it had three says otherwise when its frames are decoded, and no other part could follow it.
    private const int Shortest = 3;

    /// <summary>Where the frames' indices and times are.</summary>
    public static string LogOf(string path) => System.IO.Path.ChangeExtension(path, ".frames");

    /// <summary>What an earlier run left, cut to what is whole; null, and the files are gone, when that is too little to go on with. Throws <see cref="IOException"/> when the disk fails.</summary>
    public static RunPart? Recover(string path)
    {
        var part = Cut(path);
        if (part is not { Frames: >= Shortest })
        {
            File.Delete(path);
            File.Delete(LogOf(path));
            return null;
        }

        return part;
    }

    /// <summary>A part cut to what is whole, however little; null when nothing is. Throws <see cref="IOException"/> when the disk fails.</summary>
    public static RunPart? Cut(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.Read);
        var whole = FragmentedFile.Scan(file);
        if (whole.Frames == 0 || !File.Exists(LogOf(path))) return null;
        if (LoggedFrame.Read(LogOf(path), 0) is not { } first || LoggedFrame.Read(LogOf(path), whole.Frames - 1) is not { } last) return null;
        if (whole.Length < file.Length) file.SetLength(whole.Length);
        return new(path, whole.Frames, first, last);
    }
}
