namespace ActorInference.Formats.Onnx;

/// <summary>The number of a field; for one with a length, how many bytes of it follow (they are not read yet), else null.</summary>
internal readonly record struct WireField(int Number, long? Length);

/// <summary>Steps through protobuf's wire format on a seekable stream, without building messages.</summary>
internal sealed class WireReader(Stream stream)
{
    /// <summary>
    /// Reads a tag, and either the whole value (numbers) or the length before it (everything else).
    /// Null when that is no sound wire format or would pass <paramref name="end"/>.
    /// </summary>
    public WireField? Next(long end)
    {
        if (Varint(end) is not { } tag || tag >> 3 is 0 or > (1 << 29) - 1) return null;
        var number = (int)(tag >> 3);
        switch (tag & 7)
        {
            case 0:
                return Varint(end) is null ? null : new WireField(number, null);
            case 1:
                return Skip(8, end) ? new WireField(number, null) : null;
            case 2:
                return Varint(end) is { } length && length <= (ulong)(end - stream.Position) ? new WireField(number, (long)length) : null;
            case 5:
                return Skip(4, end) ? new WireField(number, null) : null;
            default:
                return null; // groups are extinct, 6 and 7 never were
        }
    }

    private bool Skip(int bytes, long end)
    {
        if (end - stream.Position < bytes) return false;
        stream.Position += bytes;
        return true;
    }

    private ulong? Varint(long end)
    {
        ulong value = 0;
        for (var shift = 0; shift < 64; shift += 7)
        {
            if (stream.Position >= end) return null;
            var b = stream.ReadByte();
            if (b < 0) return null;
            value |= (ulong)(b & 0x7F) << shift;
            if (b < 0x80) return value;
        }

        return null;
    }
}
