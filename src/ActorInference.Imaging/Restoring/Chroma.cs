namespace ActorInference.Imaging;

/// <summary>Puts a source picture's colours under a picture that holds only luma.</summary>
internal static class Chroma
{
    // BT.601 full range, as JPEG's specification (JFIF) writes it: R = Y + 1.402 Cr, B = Y + 1.772 Cb, and G what the luma's definition leaves.
    private const float CrToR = 1.402f;
    private const float CbToB = 1.772f;
    private const float CbToG = -0.344136f;
    private const float CrToG = -0.714136f;

    /// <summary>Colours <paramref name="luma"/> in place; null, or why not.</summary>
    public static Failure? Under(Picture luma, Picture source, PicturePlacement placement)
    {
        // The part of the source that the luma shows, at the luma's size.
        var (across, down) = ((double)luma.Width / placement.Kept.Width, (double)luma.Height / placement.Kept.Height);
        var whole = new PictureSize(AtLeast(placement.Resized.Width * across, luma.Width), AtLeast(placement.Resized.Height * down, luma.Height));
        var kept = new PixelArea(
            Math.Min((int)Math.Round(placement.Kept.Left * across), whole.Width - luma.Width),
            Math.Min((int)Math.Round(placement.Kept.Top * down), whole.Height - luma.Height),
            luma.Width,
            luma.Height);
        if (!PictureResizer.TryResize(source, new(whole, kept, PictureFilter.Bicubic)).TryGet(out var colours, out var failure)) return failure;
        using (colours)
        {
            for (var y = 0; y < luma.Height; y++) Under(luma.Row(y), colours.Row(y));
        }

        return null;
    }

    private static int AtLeast(double length, int least) => (int)Math.Clamp(Math.Round(length), least, int.MaxValue);

    private static void Under(Span<byte> luma, ReadOnlySpan<byte> colours)
    {
        for (var i = 0; i < luma.Length; i += 3)
        {
            float old = RowColors.Luma(colours[i], colours[i + 1], colours[i + 2]);
            var cb = (colours[i + 2] - old) / CbToB;
            var cr = (colours[i] - old) / CrToR;
            float y = luma[i];
            luma[i] = ToByte(y + (CrToR * cr));
            luma[i + 1] = ToByte(y + (CbToG * cb) + (CrToG * cr));
            luma[i + 2] = ToByte(y + (CbToB * cb));
        }
    }

    private static byte ToByte(float value) => (byte)(Math.Clamp(value, 0f, 255f) + 0.5f);
}
