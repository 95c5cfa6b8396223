namespace ActorInference.Video;

/// <summary>Appends to a <c>.frames</c> file, each entry before its frame goes to the encoder: what the encoder has written, the log knows.</summary>
internal sealed class FrameLog(string path) : IDisposable
{
    // Without a buffer of ours, so that an entry outlives a kill.
    private readonly FileStream _file = new(path, FileMode.Create, FileAccess.Write, FileShare.Read, bufferSize: 0);

    /// <summary>Adds an entry; throws <see cref="IOException"/> when the disk is full.</summary>
    public void Add(LoggedFrame frame)
    {
        Span<byte> bytes = stackalloc byte[LoggedFrame.Length];
        frame.Write(bytes);
        _file.Write(bytes);
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();
}
