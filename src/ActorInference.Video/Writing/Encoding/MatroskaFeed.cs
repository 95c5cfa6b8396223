using System.Buffers.Binary;
using System.Text;
using ActorInference.Imaging;

namespace ActorInference.Video;

/// <summary>
/// Raw RGB frames as a Matroska stream, by which each frame reaches FFmpeg with a time of its own, which bare raw video cannot. Times are nanoseconds, so that every tick of a time base
/// down to 1/1000000000 comes back exactly. Every frame is one cluster; the stream has no end of its own.
/// </summary>
/// <remarks>Element numbers are those of RFC 9559 (Matroska) and RFC 8794 (EBML).</remarks>
internal static class MatroskaFeed
{
    /// <summary>Bytes of <see cref="WriteFrameHeader"/>: a cluster and its length, a time, a block and its length, the block's own 4 bytes.</summary>
    public const int FrameHeaderLength = 4 + 8 + 1 + 8 + 8 + 1 + 8 + BlockHeaderLength;

    /// <summary>Nanoseconds, the unit of times.</summary>
    public static readonly Fraction Tick = new(1, 1_000_000_000);

    private const int BlockHeaderLength = 4;
    private const int TimeLength = 1 + 8 + 8;

    /// <summary>What the stream begins with. The rate is a hint; times are what counts.</summary>
    public static byte[] Header(PictureSize size, Fraction frameRate)
    {
        var video = Element(0xE0, [.. Number(0xB0, size.Width), .. Number(0xBA, size.Height), .. Element(0x2EB524, [(byte)'R', (byte)'G', (byte)'B', 24])]);
        byte[] rate = frameRate.IsPositive ? Number(0x23E383, Math.Max(1, Tick.Inverse().Rescale(1, frameRate))) : [];
        var track = Element(0xAE, [.. Number(0xD7, 1), .. Number(0x73C5, 1), .. Number(0x83, 1), .. rate, .. Element(0x86, "V_UNCOMPRESSED"u8), .. video]);
        var name = Encoding.UTF8.GetBytes("ActorInference");
        return
        [
            .. Element(0x1A45DFA3, [.. Element(0x4282, "matroska"u8), .. Number(0x4287, 4), .. Number(0x4285, 2)]),

            // A segment of unknown length, as streams have it.
            0x18, 0x53, 0x80, 0x67, 0x01, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF,
            .. Element(0x1549A966, [.. Number(0x2AD7B1, 1), .. Element(0x4D80, name), .. Element(0x5741, name)]),
            .. Element(0x1654AE6B, track),
        ];
    }

    /// <summary>Writes what stands before a frame's <paramref name="length"/> bytes of pixels into the first <see cref="FrameHeaderLength"/> bytes of <paramref name="target"/>.</summary>
    public static void WriteFrameHeader(Span<byte> target, long nanoseconds, long length)
    {
        BinaryPrimitives.WriteUInt32BigEndian(target, 0x1F43B675);
        WriteLength(target[4..], TimeLength + 1 + 8 + BlockHeaderLength + length);
        target[12] = 0xE7;
        WriteLength(target[13..], 8);
        BinaryPrimitives.WriteInt64BigEndian(target[21..], nanoseconds);
        target[29] = 0xA3;
        WriteLength(target[30..], BlockHeaderLength + length);

        // Track 1, no time beyond the cluster's, a key frame.
        ReadOnlySpan<byte> block = [0x81, 0, 0, 0x80];
        block.CopyTo(target[38..]);
    }

    private static byte[] Number(uint id, long value)
    {
        Span<byte> bytes = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(bytes, value);
        return Element(id, bytes);
    }

    private static byte[] Element(uint id, ReadOnlySpan<byte> content)
    {
        var idLength = id > 0xFFFFFF ? 4 : id > 0xFFFF ? 3 : id > 0xFF ? 2 : 1;
        var bytes = new byte[idLength + 8 + content.Length];
        for (var i = 0; i < idLength; i++) bytes[i] = (byte)(id >> (8 * (idLength - 1 - i)));
        WriteLength(bytes.AsSpan(idLength), content.Length);
        content.CopyTo(bytes.AsSpan(idLength + 8));
        return bytes;
    }

    // Lengths always take 8 bytes: the marker bit and 56 bits of number.
    private static void WriteLength(Span<byte> target, long length) => BinaryPrimitives.WriteInt64BigEndian(target, length | (1L << 56));
}
