namespace ActorInference.Video;

/// <summary>
/// Carries standard input to ffprobe and then, from its beginning again, to ffmpeg: what ffprobe takes would otherwise be gone. It keeps what it reads until ffmpeg
/// takes over, at most <see cref="LargestHead"/>.
/// </summary>
internal sealed class StandardInputPump : IDisposable
{
    /// <summary>ffprobe looks at 5 MB, unless a file has at its end what it is; such a file cannot be read from a pipe.</summary>
    public const int LargestHead = 64 << 20;

    private readonly Stream _source;
    private readonly ChildProcess _probe;
    private readonly Lock _lock = new();
    private readonly MemoryStream _head = new(); // under the lock; grows until there is a child
    private readonly ManualResetEventSlim _headSent = new();
    private ChildProcess? _child; // under the lock
    private volatile bool _disposed;

    /// <summary>Begins to read <paramref name="source"/> on a thread of its own, for <paramref name="probe"/>.</summary>
    public StandardInputPump(Stream source, ChildProcess probe)
    {
        (_source, _probe) = (source, probe);
        new Thread(Carry) { IsBackground = true, Name = "video standard input" }.Start();
    }

    /// <summary>Whether ffprobe asked for more than is kept, and was ended.</summary>
    public bool Overflowed { get; private set; }

    /// <summary>Why standard input could not be read to its end; null when it could, or has not ended. Set before a child hears of the end.</summary>
    public string? Problem { get; private set; }

    /// <summary>From now on <paramref name="child"/> gets everything, from the beginning on. Called once, when ffprobe has gone.</summary>
    public void FeedTo(ChildProcess child)
    {
        lock (_lock) _child = child;
        new Thread(SendHead) { IsBackground = true, Name = "video standard input (head)" }.Start();
    }

    /// <summary>Nothing is carried any more. The thread that reads goes when its read returns, which nobody can hasten.</summary>
    public void Dispose()
    {
        _disposed = true;
        _headSent.Set();
    }

    private void Carry()
    {
        var buffer = new byte[64 << 10];
        var probing = true;
        for (int count; (count = Read(buffer)) > 0;)
        {
            if (Keep(buffer.AsSpan(0, count)))
            {
                probing = probing && Write(_probe, buffer.AsSpan(0, count));
                continue;
            }

            _headSent.Wait();
            if (_disposed || !Write(_child!, buffer.AsSpan(0, count))) return;
        }

        Close(_probe);
        _headSent.Wait();
        if (!_disposed) Close(_child!);
    }

    private int Read(byte[] buffer)
    {
        try
        {
            return _source.Read(buffer);
        }
        catch (Exception broken) when (broken is IOException or UnauthorizedAccessException or ObjectDisposedException)
        {
            Problem = broken.Message;
            return 0;
        }
    }

    // False once there is a child: then the bytes are not kept, and are for it. They follow the head, which waits for nobody.
    private bool Keep(ReadOnlySpan<byte> bytes)
    {
        lock (_lock)
        {
            if (_child is not null) return false;
            if (_head.Length + bytes.Length <= LargestHead)
            {
                _head.Write(bytes);
                return true;
            }

            Overflowed = true;
        }

        _probe.Kill();
        _headSent.Wait(); // until disposed: there will be no child
        return false;
    }

    private void SendHead()
    {
        Write(_child!, _head.GetBuffer().AsSpan(0, (int)_head.Length));
        _head.Dispose();
        _headSent.Set();
    }

    private static bool Write(ChildProcess child, ReadOnlySpan<byte> bytes)
    {
        try
        {
            child.Input.Write(bytes);
            return true;
        }
        catch (Exception gone) when (gone is IOException or ObjectDisposedException)
        {
            return false;
        }
    }

    private static void Close(ChildProcess child)
    {
        try
        {
            child.Input.Dispose();
        }
        catch (IOException)
        {
            // It has gone before.
        }
    }
}
