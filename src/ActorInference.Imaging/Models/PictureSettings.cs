namespace ActorInference.Imaging;

/// <summary>
/// What somebody says about a model's pictures: its manifest, or options on a command line. Whatever is null was not said and comes from
/// elsewhere: the command line goes over the manifest, the manifest over the model's signature, that over the defaults.
/// </summary>
public sealed record PictureSettings
{
    /// <summary>NCHW or NHWC.</summary>
    public TensorLayout? Layout { get; init; }

    /// <summary>RGB, BGR, grey or Y.</summary>
    public ColorOrder? Colors { get; init; }

    /// <summary>What the numbers mean.</summary>
    public ValueMapping? Values { get; init; }

    /// <summary>How a picture comes to <see cref="Size"/>.</summary>
    public PictureFit? Fit { get; init; }

    /// <summary>The size of the tensor.</summary>
    public PictureSize? Size { get; init; }

    /// <summary>Pictures with a longer side than this are shrunk to it.</summary>
    public int? MaxSize { get; init; }

    /// <summary>Width and height are padded to a multiple of this.</summary>
    public int? Multiple { get; init; }

    /// <summary>Width and height are padded to at least this.</summary>
    public int? Minimum { get; init; }

    /// <summary>Where a letterboxed picture lies.</summary>
    public LetterboxAlignment? Alignment { get; init; }

    /// <summary>What surrounds a letterboxed picture.</summary>
    public Rgb? Fill { get; init; }

    /// <summary>What padding to a multiple repeats.</summary>
    public PicturePadding? Padding { get; init; }

    /// <summary>How pictures are resized.</summary>
    public PictureFilter? Filter { get; init; }

    /// <summary>These settings, and those of <paramref name="other"/> wherever these say nothing.</summary>
    public PictureSettings Over(PictureSettings other) => new()
    {
        Layout = Layout ?? other.Layout,
        Colors = Colors ?? other.Colors,
        Values = Values ?? other.Values,
        Fit = Fit ?? other.Fit,
        Size = Size ?? other.Size,
        MaxSize = MaxSize ?? other.MaxSize,
        Multiple = Multiple ?? other.Multiple,
        Minimum = Minimum ?? other.Minimum,
        Alignment = Alignment ?? other.Alignment,
        Fill = Fill ?? other.Fill,
        Padding = Padding ?? other.Padding,
        Filter = Filter ?? other.Filter,
    };
}
