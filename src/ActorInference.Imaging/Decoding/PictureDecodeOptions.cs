namespace ActorInference.Imaging;

/// <summary>How pictures are decoded.</summary>
public sealed record PictureDecodeOptions
{
    /// <summary>
    /// The largest picture that is decoded, in pixels; default 100 million (300 MB decoded). Checked from the header, before any pixel is
    /// decoded, so that a small file cannot ask for gigabytes.
    /// </summary>
    public long PixelLimit { get; init; } = 100_000_000;

    /// <summary>The largest file that is read, in bytes; default 256 MiB.</summary>
    public long FileSizeLimit { get; init; } = 256L << 20;

    /// <summary>Take what is there of a truncated or damaged file instead of failing; default false. What is missing is grey, black or smeared.</summary>
    public bool Lenient { get; init; }

    /// <summary>
    /// Take the numbers of RGB and grey pictures as they are, whatever colour profile comes with them; default false: they are brought to sRGB.
    /// True gives what Python code without colour management gives, to which many models' reference results go back.
    /// </summary>
    public bool IgnoreColorProfile { get; init; }

    /// <summary>
    /// Let JPEG and WebP be reduced while they are decoded where the target is smaller; default true. False decodes every pixel first, for
    /// results that must not depend on the file format: two to three times as slow for small targets.
    /// </summary>
    public bool ScaledDecode { get; init; } = true;

    /// <summary>What shows through transparent pixels; default white.</summary>
    public Rgb Background { get; init; } = Rgb.White;
}
