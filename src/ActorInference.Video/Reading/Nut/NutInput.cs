using System.Buffers.Binary;

namespace ActorInference.Video;

/// <summary>Bytes and numbers of a NUT stream, through a small buffer that large reads go around. For one thread.</summary>
internal sealed class NutInput(Stream stream)
{
    private readonly byte[] _buffer = new byte[4096];
    private int _next;
    private int _end;

    /// <summary>Bytes that were taken so far.</summary>
    public long Position { get; private set; }

    /// <summary>One byte, or -1 at the end.</summary>
    public int TryReadByte()
    {
        if (_next == _end)
        {
            _next = 0;
            _end = stream.Read(_buffer);
            if (_end == 0) return -1;
        }

        Position++;
        return _buffer[_next++];
    }

    /// <summary>One byte; throws <see cref="EndOfStreamException"/> at the end, as all below do.</summary>
    public byte ReadByte() => TryReadByte() is >= 0 and var value ? (byte)value : throw new EndOfStreamException();

    /// <summary>A number of any length, seven bits a byte, the highest first.</summary>
    public ulong ReadVarint()
    {
        var value = 0UL;
        while (true)
        {
            var part = ReadByte();
            if (value > ulong.MaxValue >> 7) throw new InvalidDataException("a number of more than 64 bits");
            value = (value << 7) | (part & 0x7Fu);
            if (part < 0x80) return value;
        }
    }

    /// <summary>A number that counts something in memory.</summary>
    public int ReadCount() => ReadVarint() is <= int.MaxValue and var value ? (int)value : throw new InvalidDataException("a count beyond reason");

    /// <summary>A number with a sign: 0, 1, -1, 2, -2, ...</summary>
    public long ReadSigned()
    {
        var value = (long)ReadVarint() + 1;
        return (value & 1) != 0 ? -(value >> 1) : value >> 1;
    }

    /// <summary>Eight bytes, the highest first.</summary>
    public ulong ReadStartCode(byte first)
    {
        Span<byte> bytes = stackalloc byte[8];
        bytes[0] = first;
        ReadExactly(bytes[1..]);
        return BinaryPrimitives.ReadUInt64BigEndian(bytes);
    }

    /// <summary>Fills <paramref name="target"/>, which may be native memory.</summary>
    public void ReadExactly(Span<byte> target)
    {
        var buffered = Math.Min(target.Length, _end - _next);
        _buffer.AsSpan(_next, buffered).CopyTo(target);
        _next += buffered;
        if (buffered < target.Length) stream.ReadExactly(target[buffered..]);
        Position += target.Length;
    }

    /// <summary>Passes over bytes.</summary>
    public void Skip(long count)
    {
        Span<byte> waste = stackalloc byte[1024];
        for (; count > 0; count -= waste.Length)
        {
            if (count < waste.Length) waste = waste[..(int)count];
            ReadExactly(waste);
        }
    }
}
