namespace ActorInference.Imaging;

/// <summary>Writes a picture of the right size into a slot of a tensor, with the padding around it.</summary>
internal static unsafe class PixelConverter
{
    /// <summary><paramref name="content"/> has the size of <c>placement.Content</c>; the slot has the size of <c>placement.Tensor</c>.</summary>
    public static void Convert(Picture content, PicturePlacement placement, PicturePreparation preparation, ValuePattern[] patterns, byte* slot)
    {
        using var hold = content.Pixels.Memory.Hold();
        var (width, height) = (placement.Tensor.Width, placement.Tensor.Height);
        var area = placement.Content;
        using var writer = new RowWriter(preparation, patterns, slot, placement.Tensor);

        // A letterbox is filled; what reaches a multiple or a minimum beyond it may be the letterbox's edge again.
        var replicates = preparation.Padding == PicturePadding.Replicate;
        var isBoxed = preparation.Fit == PictureFit.Letterbox;
        var lastRow = replicates && isBoxed ? preparation.Size.Height - 1 : height - 1;
        var repeatsRight = replicates && (!isBoxed || area.Left + area.Width == preparation.Size.Width);
        var isPadded = area.Width < width;
        using var paddedRow = new ScratchRow<byte>(isPadded ? 3 * width : 0);
        var padded = paddedRow.Span;
        using var filledRow = new ScratchRow<byte>((replicates && !isBoxed) || !placement.HasPadding ? 0 : 3 * width);
        ReadOnlySpan<byte> fill = filledRow.Span;
        Repeat([preparation.Fill.R, preparation.Fill.G, preparation.Fill.B], filledRow.Span);
        for (var y = 0; y < height; y++)
        {
            var row = Math.Min(y, lastRow) - area.Top;
            if (!fill.IsEmpty && (row < 0 || row >= area.Height)) writer.Write(y, fill);
            else if (!isPadded) writer.Write(y, content.Row(Math.Clamp(row, 0, area.Height - 1)));
            else
            {
                Pad(content.Row(Math.Clamp(row, 0, area.Height - 1)), area.Left, padded, fill, repeatsRight);
                writer.Write(y, padded);
            }
        }
    }

    // What lies to the left is filled: only a letterbox has any.
    private static void Pad(ReadOnlySpan<byte> pixels, int left, Span<byte> padded, ReadOnlySpan<byte> fill, bool repeatsRight)
    {
        fill[..(fill.IsEmpty ? 0 : 3 * left)].CopyTo(padded);
        pixels.CopyTo(padded[(3 * left)..]);
        var after = padded[((3 * left) + pixels.Length)..];
        if (repeatsRight) Repeat(pixels[^3..], after);
        else fill[..after.Length].CopyTo(after);
    }

    private static void Repeat(ReadOnlySpan<byte> pixel, Span<byte> target)
    {
        for (var i = 0; i < target.Length; i += 3) pixel.CopyTo(target[i..]);
    }
}
