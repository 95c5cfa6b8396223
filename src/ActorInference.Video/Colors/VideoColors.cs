using ActorInference.Imaging;

namespace ActorInference.Video;

/// <summary>How the numbers of YUV pixels mean colours. Sources whose pixels are RGB have none.</summary>
/// <param name="Matrix">The weights of red, green and blue.</param>
/// <param name="Range">What black and white are.</param>
public sealed record VideoColors(ColorMatrix Matrix, ColorRange Range)
{
    // Above this many rows a picture without tags counts as high definition: PAL has 576, and every player draws the line about here.
    private const int StandardDefinitionRows = 576;

    /// <summary>FFmpeg's word for a property that nobody stated.</summary>
    public const string Unknown = "unknown";

    /// <summary>The matrix's tag in FFmpeg's words, such as <c>bt709</c> or <c>smpte170m</c>; <see cref="Unknown"/> where the source has none and <see cref="Matrix"/> is assumed.</summary>
    public string MatrixTag { get; init; } = Unknown;

    /// <summary>The range's tag in FFmpeg's words, <c>tv</c> or <c>pc</c>; <see cref="Unknown"/> where the source has none and <see cref="Range"/> is assumed.</summary>
    public string RangeTag { get; init; } = Unknown;

    /// <summary>The primaries' tag in FFmpeg's words, or <see cref="Unknown"/>.</summary>
    public string Primaries { get; init; } = Unknown;

    /// <summary>The transfer function's tag in FFmpeg's words, or <see cref="Unknown"/>.</summary>
    public string Transfer { get; init; } = Unknown;

    /// <summary>Whether the source itself states its matrix; otherwise it was assumed by <see cref="Assume"/>.</summary>
    public bool IsTagged => MatrixTag != Unknown;

    /// <summary>What pixels of this coded size mean where nothing says so: BT.709 above 576 rows, BT.601 otherwise; limited range.</summary>
    public static VideoColors Assume(PictureSize coded) => new(coded.Height > StandardDefinitionRows ? ColorMatrix.Bt709 : ColorMatrix.Bt601, ColorRange.Limited);
}
