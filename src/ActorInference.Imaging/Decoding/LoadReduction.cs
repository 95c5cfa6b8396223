namespace ActorInference.Imaging;

/// <summary>
/// How far a picture may be reduced while it is decoded: never below its target. Against decoding everything and resizing then, the mean
/// difference on photographs is about 1 8-bit step, 5 on the worst of them (fine regular detail); to the eye there is none.
/// </summary>
internal static class LoadReduction
{
    /// <summary>JPEG's block transform can leave out frequencies: a half, a quarter, an eighth of each side.</summary>
    public static int JpegShrink(PictureFormat format, double factor)
    {
        if (format != PictureFormat.Jpeg) return 1;
        return factor >= 8 ? 8 : factor >= 4 ? 4 : factor >= 2 ? 2 : 1;
    }

    /// <summary>WebP's decoder averages areas at any scale; below two there is little to gain.</summary>
    public static double WebPScale(PictureFormat format, double factor) => format == PictureFormat.WebP && factor >= 2 ? 1 / factor : 1;
}
