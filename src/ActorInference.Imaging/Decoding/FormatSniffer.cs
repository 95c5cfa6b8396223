using System.Buffers.Binary;

namespace ActorInference.Imaging;

/// <summary>Tells formats apart by their first bytes, without trusting a file's name.</summary>
internal static class FormatSniffer
{
    private static ReadOnlySpan<byte> LfsPointer => "version https://git-lfs.github.com/spec/"u8;

    public static PictureFormat? Sniff(ReadOnlySpan<byte> bytes)
    {
        if (bytes.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF])) return PictureFormat.Jpeg;
        if (bytes.StartsWith((ReadOnlySpan<byte>)[0x89, (byte)'P', (byte)'N', (byte)'G'])) return PictureFormat.Png;
        if (bytes.StartsWith("GIF87a"u8) || bytes.StartsWith("GIF89a"u8)) return PictureFormat.Gif;
        if (bytes.StartsWith("RIFF"u8) && bytes.Length >= 12 && bytes[8..].StartsWith("WEBP"u8)) return PictureFormat.WebP;
        if (bytes.StartsWith("II*\0"u8) || bytes.StartsWith("MM\0*"u8) || bytes.StartsWith("II+\0"u8) || bytes.StartsWith("MM\0+"u8)) return PictureFormat.Tiff;
        if (bytes.Length >= 12 && bytes[4..].StartsWith("ftyp"u8) && IsHeifBrand(bytes[8..12])) return PictureFormat.Heif;
        if (bytes.StartsWith((ReadOnlySpan<byte>)[0xFF, 0x0A]) || (bytes.Length >= 8 && bytes[4..].StartsWith("JXL "u8))) return PictureFormat.JpegXl;
        if ((bytes.Length >= 8 && bytes[4..].StartsWith("jP  "u8)) || bytes.StartsWith((ReadOnlySpan<byte>)[0xFF, 0x4F, 0xFF, 0x51])) return PictureFormat.Jpeg2000;
        return IsBmp(bytes) ? PictureFormat.Bmp : null;
    }

    /// <summary>What a file that is no picture seems to be.</summary>
    public static string Describe(ReadOnlySpan<byte> bytes)
    {
        if (bytes.StartsWith(LfsPointer)) return "is a Git LFS pointer, not the picture itself: fetch it with 'git lfs pull'";
        var start = bytes.TrimStart(" \t\r\n\uFEFF"u8);
        if (start.StartsWith("<svg"u8) || (start.StartsWith("<?xml"u8) && start.IndexOf("<svg"u8) >= 0)) return "is an SVG drawing; only pictures made of pixels are read";
        if (start.StartsWith("<"u8)) return "is an HTML or XML page, not a picture";
        if (start.StartsWith("%PDF"u8)) return "is a PDF document, not a picture";
        return "is not a picture in a format known here (JPEG, PNG, WebP, GIF, TIFF, AVIF)";
    }

    /// <summary>Whether the mark that ends a file of this format is missing, or the file is shorter than it says. False where a format has no such thing.</summary>
    public static bool LacksEnd(PictureFormat format, ReadOnlySpan<byte> bytes) => format switch
    {
        PictureFormat.Jpeg => bytes.LastIndexOf((ReadOnlySpan<byte>)[0xFF, 0xD9]) < 0,
        PictureFormat.Png => bytes.LastIndexOf("IEND"u8) < 0,
        PictureFormat.Gif => !bytes.TrimEnd((byte)0).EndsWith(";"u8),
        PictureFormat.WebP => bytes.Length < 12 || bytes.Length < 8 + (long)BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]),
        _ => false,
    };

    private static bool IsHeifBrand(ReadOnlySpan<byte> brand) =>
        brand.SequenceEqual("avif"u8) || brand.SequenceEqual("avis"u8) || brand.SequenceEqual("mif1"u8) || brand.SequenceEqual("msf1"u8)
        || brand.SequenceEqual("heic"u8) || brand.SequenceEqual("heix"u8) || brand.SequenceEqual("hevc"u8) || brand.SequenceEqual("hevx"u8);

    // "BM" alone begins many a text: the header's size must be one that exists (12 to 124 bytes).
    private static bool IsBmp(ReadOnlySpan<byte> bytes) =>
        bytes.StartsWith("BM"u8) && bytes.Length >= 18 && BinaryPrimitives.ReadUInt32LittleEndian(bytes[14..]) is >= 12 and <= 124;
}
