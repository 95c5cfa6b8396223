namespace ActorInference.Video;

/// <summary>What the names of FFmpeg's pixel formats tell.</summary>
internal static class PixelFormats
{
    private static readonly string[] RgbStarts = ["rgb", "bgr", "gbr", "argb", "abgr", "0rgb", "0bgr", "x2rgb", "x2bgr", "pal8", "bayer", "mono"];

    // Formats in which 0 is black and the largest number white, whatever tags say.
    private static readonly string[] FullStarts = ["yuvj", "gray", "ya8", "ya16"];

    /// <summary>Whether the pixels are red, green and blue (or black and white) already.</summary>
    public static bool IsRgb(string name) => Array.Exists(RgbStarts, start => name.StartsWith(start, StringComparison.Ordinal));

    /// <summary>Whether the format itself says that its range is full.</summary>
    public static bool IsFullRange(string name) => Array.Exists(FullStarts, start => name.StartsWith(start, StringComparison.Ordinal));
}
