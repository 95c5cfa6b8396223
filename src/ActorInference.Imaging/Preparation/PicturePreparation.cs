namespace ActorInference.Imaging;

/// <summary>How a picture becomes a tensor: size, layout, colours, values, element type.</summary>
public sealed record PicturePreparation
{
    /// <summary>NCHW (default) or NHWC; what the model's input is.</summary>
    public TensorLayout Layout { get; init; } = TensorLayout.Nchw;

    /// <summary>Channels and their order; default RGB. Grey and Y make tensors of one channel.</summary>
    public ColorOrder Colors { get; init; } = ColorOrder.Rgb;

    /// <summary>What 8-bit values become; default 0..1.</summary>
    public ValueMapping Values { get; init; } = ValueMapping.ZeroToOne;

    /// <summary>float32 (default), float16, or uint8, which takes values 0..255 only.</summary>
    public ElementType ElementType { get; init; } = ElementType.Float32;

    /// <summary>How the picture comes to <see cref="Size"/>; default: it keeps its own.</summary>
    public PictureFit Fit { get; init; } = PictureFit.None;

    /// <summary>The size to stretch, letterbox or crop to; needed there, unused by <see cref="PictureFit.None"/>.</summary>
    public PictureSize Size { get; init; }

    /// <summary>For <see cref="PictureFit.None"/>: a longer side is scaled down to this many pixels; default 0, no limit.</summary>
    public int MaxSize { get; init; }

    /// <summary>Where a letterboxed picture lies; default the middle.</summary>
    public LetterboxAlignment Alignment { get; init; } = LetterboxAlignment.Centre;

    /// <summary>The colour around a letterboxed picture, and of <see cref="PicturePadding.Fill"/>; default black.</summary>
    public Rgb Fill { get; init; }

    /// <summary>Width and height become multiples of this by padding right and below; default 1.</summary>
    public int Multiple { get; init; } = 1;

    /// <summary>Width and height become at least this by padding right and below; default 1. For models that fail on less.</summary>
    public int Minimum { get; init; } = 1;

    /// <summary>What padding to a multiple or minimum consists of; default the edge again.</summary>
    public PicturePadding Padding { get; init; } = PicturePadding.Replicate;

    /// <summary>How resizing weighs pixels; default bilinear, which most models were trained with.</summary>
    public PictureFilter Filter { get; init; } = PictureFilter.Bilinear;

    /// <summary>Channels in the tensor: 3, or 1 for grey and Y.</summary>
    public int Channels => Colors is ColorOrder.Grey or ColorOrder.Y ? 1 : 3;

    /// <summary>What cannot work about these settings; null when they can.</summary>
    public Failure? Check()
    {
        if (ElementType is not (ElementType.Float32 or ElementType.Float16 or ElementType.UInt8)) return Invalid($"pictures become float32, float16 or uint8 tensors, not {ElementType.Name()}.");
        if (ElementType == ElementType.UInt8 && !Values.IsIdentity) return Invalid($"uint8 tensors hold values 0..255, not {Values}.");
        if (Fit != PictureFit.None && (Size.Width < 1 || Size.Height < 1)) return Invalid($"to {FitName()} a picture a size of at least 1x1 is needed, not {Size}.");
        if (Multiple < 1) return Invalid($"the multiple must be 1 or more, not {Multiple}.");
        if (Minimum < 1) return Invalid($"the minimum size must be 1 or more, not {Minimum}.");
        if (MaxSize < 0) return Invalid($"the largest size must be 1 or more, or 0 for no limit, not {MaxSize}.");
        if (!IsUsable(Values.Divisor) || !IsUsable(Values.Std.R) || !IsUsable(Values.Std.G) || !IsUsable(Values.Std.B)) return Invalid("divisors and standard deviations must be finite and not 0.");
        return null;
    }

    /// <summary>One line that says what is done: <c>NHWC RGB float32, -1..1, own size, padded to a multiple of 16</c>.</summary>
    public string Describe()
    {
        var parts = new List<string> { $"{LayoutName(Layout)} {ColorsName(Colors)} {ElementType.Name()}", Values.ToString() };
        parts.Add(Fit switch
        {
            PictureFit.Stretch => $"stretched to {Size}",
            PictureFit.Letterbox => $"letterboxed to {Size} {(Alignment == LetterboxAlignment.TopLeft ? "top left" : "centred")} on {Fill}",
            PictureFit.CentreCrop => $"centre crop of {Size}",
            _ => MaxSize > 0 ? $"own size up to {MaxSize} pixels a side" : "own size",
        });
        if (Minimum > 1) parts.Add($"padded to at least {Minimum}");
        if (Multiple > 1) parts.Add($"padded to a multiple of {Multiple}");
        return string.Join(", ", parts);
    }

    /// <inheritdoc cref="Describe"/>
    public override string ToString() => Describe();

    private static string LayoutName(TensorLayout layout) => layout == TensorLayout.Nchw ? "NCHW" : "NHWC";

    private static string ColorsName(ColorOrder colors) => colors switch
    {
        ColorOrder.Rgb => "RGB",
        ColorOrder.Bgr => "BGR",
        ColorOrder.Grey => "grey",
        _ => "Y",
    };

    private static bool IsUsable(float divisor) => float.IsFinite(divisor) && divisor != 0;

    private static Failure Invalid(string message) => new(ErrorKind.InvalidInput, message);

    private string FitName() => Fit switch
    {
        PictureFit.Stretch => "stretch",
        PictureFit.Letterbox => "letterbox",
        _ => "crop",
    };
}
