namespace ActorInference.Video;

/// <summary>
/// The beginning of a stream, kept so that it can be read several times. One thread appends; others read from the beginning on and wait for more, until there will be no more here.
/// </summary>
internal sealed class StreamHead(int largest)
{
    private readonly object _gate = new();
    private byte[] _bytes = new byte[64 << 10]; // under the gate, as all below
    private int _length;

    // Why nothing more comes here. Only the end of the stream is an end for a reader too.
    private bool _ended;
    private bool _full;
    private bool _left;

    /// <summary>All of it so far. Whoever wants it to stay as it is has called <see cref="Leave"/>.</summary>
    public ReadOnlySpan<byte> Bytes
    {
        get
        {
            lock (_gate) return _bytes.AsSpan(0, _length);
        }
    }

    /// <summary>Whether it has become as long as it may be, and more was to come.</summary>
    public bool IsFull
    {
        get
        {
            lock (_gate) return _full;
        }
    }

    /// <summary>Whether the stream has ended without a byte.</summary>
    public bool IsNothing
    {
        get
        {
            lock (_gate) return _ended && _length == 0;
        }
    }

    /// <summary>Adds bytes, at most 64 KiB; false, with nothing added, when that would be too much or nothing is to be added any more.</summary>
    public bool Append(ReadOnlySpan<byte> bytes)
    {
        lock (_gate)
        {
            if (_left || _full) return false;
            _full = _length + bytes.Length > largest;
            Monitor.PulseAll(_gate);
            if (_full) return false;
            if (_length + bytes.Length > _bytes.Length) Array.Resize(ref _bytes, 2 * _bytes.Length);
            bytes.CopyTo(_bytes.AsSpan(_length));
            _length += bytes.Length;
            return true;
        }
    }

    /// <summary>The stream has ended.</summary>
    public void End()
    {
        lock (_gate)
        {
            _ended = true;
            Monitor.PulseAll(_gate);
        }
    }

    /// <summary>Nothing is appended any more, and readers are not waited for.</summary>
    public void Leave()
    {
        lock (_gate)
        {
            _left = true;
            Monitor.PulseAll(_gate);
        }
    }

    /// <summary>Lets the memory go; for whoever has called <see cref="Leave"/> and has used <see cref="Bytes"/>.</summary>
    public void Drop()
    {
        lock (_gate) (_bytes, _length) = ([], 0);
    }

    /// <summary>Copies what follows <paramref name="offset"/>, when there is something; 0 at the end of the stream, and -1 where it goes on but not here.</summary>
    public int Read(long offset, Span<byte> target)
    {
        lock (_gate)
        {
            while (offset == _length && !_ended && !_full && !_left) Monitor.Wait(_gate);
            if (_left) return -1;
            var count = (int)Math.Min(target.Length, _length - offset);
            _bytes.AsSpan((int)offset, count).CopyTo(target);
            return count == 0 && _full ? -1 : count;
        }
    }
}
