namespace ActorInference.Video;

/// <summary>
/// Carries a stream that can be read once (standard input, the answer of a web server) to ffprobe, as often as it asks, and then to ffmpeg, each time from the beginning: what ffprobe takes
/// would otherwise be gone. It keeps what it reads until ffmpeg takes over, at most <see cref="LargestHead"/>.
/// </summary>
internal sealed class StreamPump : IDisposable
{
    /// <summary>ffprobe looks at 5 MB, unless a file has at its end what it is; such a file cannot be read from a pipe.</summary>
    public const int LargestHead = 64 << 20;

    private readonly Stream _source;
    private readonly IDisposable? _owner;
    private readonly StreamHead _head = new(LargestHead);
    private readonly ManualResetEventSlim _headSent = new();
    private volatile ChildProcess? _child; // set before the head is left
    private volatile bool _disposed;

    /// <summary>Begins to read <paramref name="source"/> on a thread of its own. Disposing disposes <paramref name="owner"/>, which should end a read that is under way.</summary>
    public StreamPump(Stream source, IDisposable? owner = null)
    {
        (_source, _owner) = (source, owner);
        Start(Carry, "");
    }

    /// <summary>Whether the stream is longer than what is kept, and an ffprobe that asked for more was ended.</summary>
    public bool Overflowed { get; private set; }

    /// <summary>Whether the stream has ended without a byte. Means nothing after <see cref="FeedTo"/>.</summary>
    public bool IsEmpty => _head.IsNothing;

    /// <summary>Why the stream could not be read to its end; null when it could, or has not ended. Set before a child hears of the end.</summary>
    public string? Problem { get; private set; }

    /// <summary>Whether it begins as an MP4 or MOV that has its index behind its pictures.</summary>
    public bool HasIndexAtEnd => Mp4Order.HasIndexAtEnd(_head.Bytes);

    /// <summary>An ffprobe gets everything from the beginning on, until it goes. For one after the other, before <see cref="FeedTo"/>.</summary>
    public void ShowTo(ChildProcess probe) => Start(() => Show(probe), " (probe)");

    /// <summary>From now on <paramref name="child"/> gets everything, from the beginning on. Called once, when ffprobe has gone.</summary>
    public void FeedTo(ChildProcess child)
    {
        _child = child;
        _head.Leave();
        Start(SendHead, " (head)");
    }

    /// <summary>Nothing is carried any more. The thread that reads goes when its read returns, which for standard input nobody can hasten.</summary>
    public void Dispose()
    {
        _disposed = true;
        _head.Leave();
        _headSent.Set();
        _owner?.Dispose();
    }

    private static void Start(ThreadStart work, string part) => new Thread(work) { IsBackground = true, Name = $"video stream{part}" }.Start();

    private void Carry()
    {
        var buffer = new byte[64 << 10];
        for (int count; (count = Read(buffer)) > 0;)
        {
            // What the head does not take is for the child, when there is one. It follows the head, which waits for nobody.
            if (_head.Append(buffer.AsSpan(0, count))) continue;
            _headSent.Wait();
            if (_disposed || !Write(_child!, buffer.AsSpan(0, count))) return;
        }

        _head.End();
        _headSent.Wait();
        if (!_disposed) Close(_child!);
    }

    private int Read(byte[] buffer)
    {
        try
        {
            return _source.Read(buffer);
        }
        catch (Exception broken) when (broken is IOException or UnauthorizedAccessException or ObjectDisposedException or OperationCanceledException)
        {
            Problem = broken.Message;
            return 0;
        }
    }

    private void Show(ChildProcess probe)
    {
        var buffer = new byte[64 << 10];
        var offset = 0L;
        int count;
        for (; (count = _head.Read(offset, buffer)) > 0; offset += count)
        {
            if (!Write(probe, buffer.AsSpan(0, count))) return;
        }

        if (count == 0)
        {
            Close(probe);
            return;
        }

        // It was answered, and is gone or about to go, unless it waits for what is not kept.
        Overflowed = _head.IsFull;
        probe.Kill();
    }

    private void SendHead()
    {
        Write(_child!, _head.Bytes);
        _head.Drop();
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
