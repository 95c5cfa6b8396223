using System.Buffers.Binary;

namespace ActorInference.Video;

/// <summary>Where a box of an MP4 file lies (ISO/IEC 14496-12): 4 bytes of length, 4 of type, 8 more of length when the first say 1, then the content.</summary>
/// <param name="Type">Its four letters.</param>
/// <param name="Start">Where its header begins.</param>
/// <param name="HeaderLength">8 or 16.</param>
/// <param name="Length">Header and content.</param>
internal readonly record struct Mp4Box(uint Type, long Start, int HeaderLength, long Length)
{
    /// <summary>The longest header there is.</summary>
    public const int LongestHeader = 16;

    /// <summary>Where its content begins.</summary>
    public long Content => Start + HeaderLength;

    /// <summary>Where the next box begins.</summary>
    public long End => Start + Length;

    /// <summary>The number that four letters stand for.</summary>
    public static uint TypeOf(ReadOnlySpan<byte> letters) => BinaryPrimitives.ReadUInt32BigEndian(letters);

    /// <summary>Reads the header at the begin of <paramref name="bytes"/>, which lies at <paramref name="start"/>; false when it is cut off or is none.</summary>
    public static bool TryRead(ReadOnlySpan<byte> bytes, long start, out Mp4Box box)
    {
        box = default;
        if (bytes.Length < 8) return false;
        long length = BinaryPrimitives.ReadUInt32BigEndian(bytes);
        var header = 8;
        if (length == 1)
        {
            if (bytes.Length < 16) return false;
            length = BinaryPrimitives.ReadInt64BigEndian(bytes[8..]);
            header = 16;
        }

        if (length < header || length > long.MaxValue - start) return false;
        box = new(BinaryPrimitives.ReadUInt32BigEndian(bytes[4..]), start, header, length);
        return true;
    }

    /// <summary>Finds the first box of a type directly inside <paramref name="content"/>; positions count from its begin.</summary>
    public static bool TryFind(ReadOnlySpan<byte> content, ReadOnlySpan<byte> letters, out Mp4Box box)
    {
        var type = TypeOf(letters);
        for (var start = 0; TryRead(content[start..], start, out box) && box.End <= content.Length; start = (int)box.End)
        {
            if (box.Type == type) return true;
        }

        return false;
    }
}
