namespace ActorInference.Imaging;

/// <summary>How far a picture may be reduced while it is decoded.</summary>
internal static class LoadReduction
{
    /// <summary>
    /// The decoded picture stays at least this much larger than its target, so that the filter still has pixels to weigh.
    /// </summary>
    public const double Margin = 1.0;

    /// <summary>JPEG's block transform can leave out frequencies: a half, a quarter, an eighth of each side.</summary>
    public static int JpegShrink(PictureFormat format, double factor)
    {
        if (format != PictureFormat.Jpeg) return 1;
        return factor >= 8 ? 8 : factor >= 4 ? 4 : factor >= 2 ? 2 : 1;
    }

    /// <summary>WebP's decoder averages areas at any scale; below two there is little to gain.</summary>
    public static double WebPScale(PictureFormat format, double factor) => format == PictureFormat.WebP && factor >= 2 ? 1 / factor : 1;
}
