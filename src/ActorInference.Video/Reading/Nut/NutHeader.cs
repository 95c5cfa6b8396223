namespace ActorInference.Video;

/// <summary>The main header of a NUT stream: time base, frame codes, common beginnings of frames.</summary>
internal sealed class NutHeader
{
    private readonly NutFrameCode[] _codes = new NutFrameCode[256];

    private NutHeader(Fraction timeBase) => TimeBase = timeBase;

    /// <summary>Seconds a tick.</summary>
    public Fraction TimeBase { get; }

    /// <summary>What frames may begin with and leave out; the first is empty.</summary>
    public IReadOnlyList<byte[]> Beginnings { get; private set; } = [[]];

    /// <summary>What a frame's first byte stands for.</summary>
    public NutFrameCode this[int code] => _codes[code];

    /// <summary>Reads the header behind its start code and length.</summary>
    public static NutHeader Read(NutInput input)
    {
        var version = input.ReadVarint();
        if (version is < 2 or > 4) throw new InvalidDataException($"NUT of version {version}");
        if (version > 3) input.ReadVarint(); // minor version
        if (input.ReadVarint() != 1) throw new InvalidDataException("more than one stream");
        input.ReadVarint(); // the largest distance of synchronisation points
        if (input.ReadVarint() != 1) throw new InvalidDataException("more than one time base");
        var timeBase = new Fraction(input.ReadCount(), input.ReadCount());
        if (!timeBase.IsPositive) throw new InvalidDataException($"a time base of {timeBase}");

        var header = new NutHeader(timeBase);
        header.ReadCodes(input);
        header.ReadBeginnings(input);
        return header;
    }

    // Runs of codes that differ in their size alone; a field that is left out keeps the value of the run before.
    private void ReadCodes(NutInput input)
    {
        var (pts, factor, header) = (0L, 1, 0);
        for (var i = 0; i < _codes.Length;)
        {
            var flags = (NutFrameFlags)input.ReadCount();
            var fields = input.ReadCount();
            if (fields > 0) pts = input.ReadSigned();
            if (fields > 1) factor = input.ReadCount();
            if (fields > 2) input.ReadCount(); // the stream, of which there is one
            var rest = fields > 3 ? input.ReadCount() : 0;
            var reserved = fields > 4 ? input.ReadCount() : 0;
            var count = fields > 5 ? input.ReadCount() : factor - rest;
            if (fields > 6) input.ReadSigned(); // of no use to a reader that does not seek
            if (fields > 7) header = input.ReadCount();
            for (; fields > 8; fields--) input.ReadVarint();
            for (var j = 0; j < count && i < _codes.Length; i++)
            {
                // 'N' begins start codes, and so no frame.
                _codes[i] = i == 'N' ? new(NutFrameFlags.Invalid, 0, 0, 0, 0, 0) : new(flags, factor, rest + j++, pts, reserved, header);
            }

            if (count <= 0) throw new InvalidDataException("a run of no frame codes");
        }
    }

    private void ReadBeginnings(NutInput input)
    {
        var beginnings = new List<byte[]> { Array.Empty<byte>() };
        for (var count = input.ReadCount(); count > 0; count--)
        {
            var length = input.ReadCount();
            if (length > 256) throw new InvalidDataException("a beginning of a frame of more than 256 bytes");
            var bytes = new byte[length];
            input.ReadExactly(bytes);
            beginnings.Add(bytes);
        }

        Beginnings = beginnings;
    }
}
