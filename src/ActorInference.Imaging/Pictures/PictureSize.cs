namespace ActorInference.Imaging;

/// <summary>Width and height in pixels.</summary>
/// <param name="Width">Pixels in a row.</param>
/// <param name="Height">Rows.</param>
public readonly record struct PictureSize(int Width, int Height)
{
    /// <summary>Width times height.</summary>
    public long Pixels => (long)Width * Height;

    /// <summary><c>640x480</c>.</summary>
    public override string ToString() => $"{Width}x{Height}";
}
