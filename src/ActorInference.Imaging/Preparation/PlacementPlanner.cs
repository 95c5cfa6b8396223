namespace ActorInference.Imaging;

/// <summary>Computes where a picture of some size will lie in its tensor.</summary>
internal static class PlacementPlanner
{
    public static PicturePlacement Plan(PicturePreparation preparation, PictureSize source)
    {
        var resized = ResizedSize(preparation, source);
        var frame = preparation.Fit == PictureFit.None ? resized : preparation.Size;
        var kept = new PixelArea(
            Math.Max(0, (resized.Width - frame.Width) / 2),
            Math.Max(0, (resized.Height - frame.Height) / 2),
            Math.Min(resized.Width, frame.Width),
            Math.Min(resized.Height, frame.Height));
        var centred = preparation is { Fit: PictureFit.Letterbox, Alignment: LetterboxAlignment.Centre };
        var content = new PixelArea(centred ? (frame.Width - kept.Width) / 2 : 0, centred ? (frame.Height - kept.Height) / 2 : 0, kept.Width, kept.Height);
        return new(source, resized, kept, content, new(Padded(preparation, frame.Width), Padded(preparation, frame.Height)));
    }

    private static PictureSize ResizedSize(PicturePreparation preparation, PictureSize source)
    {
        var (across, down) = ((double)preparation.Size.Width / source.Width, (double)preparation.Size.Height / source.Height);
        switch (preparation.Fit)
        {
            case PictureFit.Stretch:
                return preparation.Size;
            case PictureFit.Letterbox:
                var inside = Scaled(source, Math.Min(across, down));
                return new(Math.Min(inside.Width, preparation.Size.Width), Math.Min(inside.Height, preparation.Size.Height));
            case PictureFit.CentreCrop:
                var covering = Scaled(source, Math.Max(across, down));
                return new(Math.Max(covering.Width, preparation.Size.Width), Math.Max(covering.Height, preparation.Size.Height));
            default:
                var longest = Math.Max(source.Width, source.Height);
                return preparation.MaxSize == 0 || longest <= preparation.MaxSize ? source : Scaled(source, (double)preparation.MaxSize / longest);
        }
    }

    private static PictureSize Scaled(PictureSize size, double scale) => new(Rounded(size.Width * scale), Rounded(size.Height * scale));

    // Saturates: a sliver enlarged to cover a square is longer than an int can say, and refused by whoever resizes it.
    private static int Rounded(double length) => (int)Math.Clamp(Math.Round(length), 1, int.MaxValue);

    private static int Padded(PicturePreparation preparation, int length)
    {
        long least = Math.Max(length, preparation.Minimum);
        return (int)Math.Min((least + preparation.Multiple - 1) / preparation.Multiple * preparation.Multiple, int.MaxValue); // refused when it is prepared
    }
}
