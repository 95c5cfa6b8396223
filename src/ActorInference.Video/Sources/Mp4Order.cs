using System.Buffers.Binary;

namespace ActorInference.Video;

/// <summary>In what order an MP4 or MOV holds what it is made of (ISO/IEC 14496-12, 4.2): boxes of a length, a name of four letters, and content.</summary>
internal static class Mp4Order
{
    /// <summary>Whether the media data (<c>mdat</c>) comes before the index (<c>moov</c>), as far as the beginning of the file shows.</summary>
    public static bool HasIndexAtEnd(ReadOnlySpan<byte> beginning)
    {
        for (var first = true; beginning.Length >= 8; first = false)
        {
            var name = beginning[4..8];
            if (name.SequenceEqual("mdat"u8)) return true;
            var mayComeBefore = name.SequenceEqual("ftyp"u8) || name.SequenceEqual("wide"u8) || name.SequenceEqual("free"u8) || name.SequenceEqual("skip"u8) || (!first && name.SequenceEqual("uuid"u8));
            var length = BinaryPrimitives.ReadUInt32BigEndian(beginning);
            if (!mayComeBefore || length < 8 || length > beginning.Length) return false;
            beginning = beginning[(int)length..];
        }

        return false;
    }
}
