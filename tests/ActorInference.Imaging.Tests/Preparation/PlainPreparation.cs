namespace ActorInference.Imaging.Tests.Preparation;

/// <summary>The preparation as one would write it from its description: one pixel and one channel at a time. The reference for the fast one.</summary>
internal static class PlainPreparation
{
    public static double[] Convert(Picture picture, PicturePlacement placement, PicturePreparation preparation)
    {
        var (width, height) = (placement.Tensor.Width, placement.Tensor.Height);
        var tensor = new double[preparation.Channels * width * height];
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
            {
                var color = PixelAt(picture, placement, preparation, x, y);
                for (var channel = 0; channel < preparation.Channels; channel++)
                {
                    var index = preparation.Layout == TensorLayout.Nchw
                        ? (((channel * height) + y) * width) + x
                        : (((y * width) + x) * preparation.Channels) + channel;
                    tensor[index] = Value(color, channel, preparation);
                }
            }
        }

        return tensor;
    }

    private static (byte R, byte G, byte B) PixelAt(Picture picture, PicturePlacement placement, PicturePreparation preparation, int x, int y)
    {
        // Beyond a letterbox its edge comes again, whatever that is.
        if (preparation is { Fit: PictureFit.Letterbox, Padding: PicturePadding.Replicate }) (x, y) = (Math.Min(x, preparation.Size.Width - 1), Math.Min(y, preparation.Size.Height - 1));
        var (column, row) = (x - placement.Content.Left, y - placement.Content.Top);
        var isInside = column >= 0 && row >= 0 && column < picture.Width && row < picture.Height;
        if (!isInside && (preparation.Padding == PicturePadding.Fill || preparation.Fit == PictureFit.Letterbox))
        {
            return (preparation.Fill.R, preparation.Fill.G, preparation.Fill.B);
        }

        return picture.At(Math.Clamp(column, 0, picture.Width - 1), Math.Clamp(row, 0, picture.Height - 1));
    }

    private static double Value((byte R, byte G, byte B) color, int channel, PicturePreparation preparation)
    {
        var luma = Math.Floor((((color.R * 19595) + (color.G * 38470) + (color.B * 7471)) / 65536.0) + 0.5);
        var source = preparation.Colors == ColorOrder.Bgr ? 2 - channel : channel;
        var level = preparation.Channels == 1 ? (float)luma : source switch { 0 => color.R, 1 => color.G, _ => color.B };
        var (mean, std) = source switch
        {
            0 => (preparation.Values.Mean.R, preparation.Values.Std.R),
            1 => (preparation.Values.Mean.G, preparation.Values.Std.G),
            _ => (preparation.Values.Mean.B, preparation.Values.Std.B),
        };
        var value = ((level / preparation.Values.Divisor) - mean) / std;
        return preparation.ElementType == ElementType.Float16 ? (double)(Half)value : value;
    }
}
