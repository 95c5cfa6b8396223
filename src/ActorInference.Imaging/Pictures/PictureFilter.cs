namespace ActorInference.Imaging;

/// <summary>How resizing weighs pixels. When shrinking, all but <see cref="Nearest"/> widen with the factor, so nothing aliases.</summary>
public enum PictureFilter
{
    /// <summary>The closest pixel; for masks and label maps.</summary>
    Nearest,

    /// <summary>Linear (triangle).</summary>
    Bilinear,

    /// <summary>Cubic (Catmull-Rom).</summary>
    Bicubic,

    /// <summary>Windowed sinc over three lobes: the sharpest; enlarging uses the cubic.</summary>
    Lanczos3,
}
