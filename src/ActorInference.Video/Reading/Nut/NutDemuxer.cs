namespace ActorInference.Video;

/// <summary>
/// Frames and their exact time stamps out of what FFmpeg writes with <c>-f nut</c>: one stream of raw pictures. NUT is FFmpeg's own container
/// (https://ffmpeg.org/~michael/nut.txt); it is the one that takes raw pictures with time stamps in any time base through a pipe. For one thread; reads block.
/// </summary>
internal sealed class NutDemuxer(Stream stream)
{
    private const int LargestWithBeginning = 4096;
    private const ulong MainCode = 0x4E4D_7A56_1F5F_04AD;
    private const ulong StreamCode = 0x4E53_1140_5BF2_F9DB;
    private const ulong SyncCode = 0x4E4B_E4AD_EECA_4569;

    // What a file begins with, before its first start code.
    private static readonly byte[] Identifier = [.. "nut/multimedia container"u8, 0];

    private readonly NutInput _input = new(stream);
    private NutHeader? _header;
    private int _ptsBits;
    private long _lastPts;
    private byte[] _beginning = [];
    private bool _identified;

    /// <summary>Seconds a tick of the stream's time stamps; known with the first frame.</summary>
    public Fraction TimeBase => _header?.TimeBase ?? default;

    /// <summary>
    /// Moves to the next frame, whose <paramref name="size"/> bytes are then to be taken by <see cref="ReadFrame"/>. False at the end between two frames;
    /// an end elsewhere throws <see cref="EndOfStreamException"/>, anything that is not NUT <see cref="InvalidDataException"/>.
    /// </summary>
    public bool TryReadHeader(out long pts, out long size)
    {
        (pts, size) = (0, 0);
        for (var first = _input.TryReadByte(); first >= 0; first = _input.TryReadByte())
        {
            if (!_identified) Identify((byte)first);
            else if (first == 'N') ReadPacket(_input.ReadStartCode((byte)first));
            else
            {
                ReadFrameHeader(first, out pts, out size);
                return true;
            }
        }

        return false;
    }

    /// <summary>Takes the frame's bytes; <paramref name="target"/> is as long as the frame.</summary>
    public void ReadFrame(Span<byte> target)
    {
        _beginning.CopyTo(target);
        _input.ReadExactly(target[_beginning.Length..]);
    }

    private void Identify(byte first)
    {
        Span<byte> read = stackalloc byte[Identifier.Length];
        read[0] = first;
        _input.ReadExactly(read[1..]);
        if (!read.SequenceEqual(Identifier)) throw new InvalidDataException("this is no NUT");
        _identified = true;
    }

    private void ReadPacket(ulong code)
    {
        var length = _input.ReadVarint();
        if (length > 4096) _input.Skip(sizeof(uint)); // a checksum; pipes do not lose bits
        var end = _input.Position + (long)length;
        if (code == MainCode) _header ??= NutHeader.Read(_input);
        else if (code == StreamCode) ReadStreamHeader();
        else if (code == SyncCode) _lastPts = (long)_input.ReadVarint();
        if (_input.Position > end) throw new InvalidDataException("a packet that is longer than it says");
        _input.Skip(end - _input.Position);
    }

    private void ReadStreamHeader()
    {
        _input.ReadVarint(); // number
        _input.ReadVarint(); // class
        _input.Skip(_input.ReadCount()); // codec
        _input.ReadVarint(); // time base
        _ptsBits = _input.ReadCount();
        if (_ptsBits >= 16) throw new InvalidDataException($"time stamps of {_ptsBits} bits");
    }

    private void ReadFrameHeader(int first, out long pts, out long size)
    {
        var code = (_header ?? throw new InvalidDataException("a frame before its header"))[first];
        var flags = code.Flags;
        if (flags.HasFlag(NutFrameFlags.CodedFlags)) flags ^= (NutFrameFlags)_input.ReadCount();
        if ((flags & (NutFrameFlags.Invalid | NutFrameFlags.SideData)) != NutFrameFlags.None) throw new InvalidDataException($"frame code {first}");
        if (flags.HasFlag(NutFrameFlags.StreamId)) _input.ReadVarint();
        pts = flags.HasFlag(NutFrameFlags.CodedPts) ? Pts(_input.ReadVarint()) : _lastPts + code.PtsDelta;
        size = code.SizeRest;
        if (flags.HasFlag(NutFrameFlags.SizeFactor)) size += (long)code.SizeFactor * _input.ReadCount();
        if (flags.HasFlag(NutFrameFlags.MatchTime)) _input.ReadVarint();
        var header = flags.HasFlag(NutFrameFlags.HeaderIndex) ? _input.ReadCount() : code.HeaderIndex;
        var reserved = flags.HasFlag(NutFrameFlags.Reserved) ? _input.ReadCount() : code.Reserved;
        for (; reserved > 0; reserved--) _input.ReadVarint();
        if (flags.HasFlag(NutFrameFlags.Checksum)) _input.Skip(sizeof(uint));

        if (header >= _header.Beginnings.Count) throw new InvalidDataException("an unknown beginning of a frame");
        _beginning = size > LargestWithBeginning ? [] : _header.Beginnings[header];
        if (size < _beginning.Length) throw new InvalidDataException("a frame that is shorter than its beginning");
        _lastPts = pts;
    }

    // Small numbers are the lowest bits of a time stamp near the last one; all others are whole.
    private long Pts(ulong coded)
    {
        var range = 1L << _ptsBits;
        if (coded >= (ulong)range) return (long)coded - range;
        var lowest = _lastPts - ((range - 1) / 2);
        return (((long)coded - lowest) & (range - 1)) + lowest;
    }
}
