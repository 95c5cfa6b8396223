namespace ActorInference.Imaging;

/// <summary>A rectangle of whole pixels.</summary>
/// <param name="Left">The first column.</param>
/// <param name="Top">The first row.</param>
/// <param name="Width">Columns.</param>
/// <param name="Height">Rows.</param>
public readonly record struct PixelArea(int Left, int Top, int Width, int Height)
{
    /// <summary>All of a picture.</summary>
    public static PixelArea Whole(PictureSize size) => new(0, 0, size.Width, size.Height);

    /// <summary>The rectangle's own size.</summary>
    public PictureSize Size => new(Width, Height);
}
