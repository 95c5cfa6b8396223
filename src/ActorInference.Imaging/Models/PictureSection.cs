using ActorInference.Configuration;

namespace ActorInference.Imaging;

/// <summary>
/// Reads the section <c>picture</c> of a model's manifest. Every key may be left out.
/// <code>
/// picture {
///   layout = NCHW          # NCHW or NHWC; default: from the signature
///   colors = RGB           # RGB, BGR, grey or Y; default: RGB, or grey where the model has one channel
///   range = 0..1           # 0..1, 0..255, -1..1, or MEAN/STD such as "0.485,0.456,0.406/0.229,0.224,0.225"; default: 0..1
///   fit = letterbox        # none, stretch, letterbox or crop; default: none where width and height are free, else letterbox
///   size = 416x416         # pixels, WIDTHxHEIGHT; default: from the signature
///   max-size = 1024        # pixels; longer pictures are shrunk; default: no limit
///   multiple = 16          # pixels; width and height are padded up to a multiple of this; default: 1
///   minimum = 32           # pixels; width and height are padded up to at least this; default: twice the multiple
///   alignment = centre     # centre or top-left: where a letterboxed picture lies; default: centre
///   fill = 114             # 0 to 255, or three of them in an array: what surrounds a letterboxed picture; default: 0
///   padding = replicate    # replicate or fill: what padding to a multiple holds; default: replicate
///   filter = bilinear      # nearest, bilinear, bicubic or lanczos3; default: bilinear
/// }
/// </code>
/// </summary>
public static class PictureSection
{
    /// <summary>The settings of <paramref name="section"/>, or the first thing that is wrong with file, line and column.</summary>
    public static Outcome<PictureSettings> Read(HoconObject section)
    {
        var reader = new HoconReader(section);
        var settings = new PictureSettings
        {
            Layout = Parsed(reader, "layout", PictureWords.ParseLayout),
            Colors = Parsed(reader, "colors", PictureWords.ParseColors),
            Values = Parsed(reader, "range", ValueMapping.Parse, out var values) ? values : null,
            Fit = Parsed(reader, "fit", PictureWords.ParseFit),
            Size = Parsed(reader, "size", PictureWords.ParseSize),
            MaxSize = (int?)reader.Integer("max-size", 1, 1 << 20),
            Multiple = (int?)reader.Integer("multiple", 1, 4096),
            Minimum = (int?)reader.Integer("minimum", 1, 1 << 16),
            Alignment = Parsed(reader, "alignment", PictureWords.ParseAlignment),
            Fill = ReadFill(reader),
            Padding = Parsed(reader, "padding", PictureWords.ParsePadding),
            Filter = Parsed(reader, "filter", PictureWords.ParseFilter),
        };
        return reader.Finish() is { } wrong ? wrong : settings;
    }

    private static T? Parsed<T>(HoconReader reader, string key, Func<string, Outcome<T>> parse)
        where T : struct => Parsed(reader, key, parse, out var value) ? value : null;

    private static bool Parsed<T>(HoconReader reader, string key, Func<string, Outcome<T>> parse, out T? value)
    {
        value = default;
        if (reader.Text(key) is not { } text) return false;
        if (parse(text).TryGet(out value, out var failure)) return true;
        reader.Refuse(key, $"is wrong: {failure.Message}");
        return false;
    }

    private static Rgb? ReadFill(HoconReader reader)
    {
        if (!reader.Section.TryGetField("fill", out var field)) return null;
        if (field.Value is not HoconArray) return reader.Integer("fill", 0, 255) is { } grey ? Rgb.Grey((byte)grey) : null;
        if (reader.Numbers("fill") is not { } numbers) return null;
        if (numbers.Count == 3 && numbers.All(number => number is >= 0 and <= 255 && double.IsInteger(number))) return new((byte)numbers[0], (byte)numbers[1], (byte)numbers[2]);
        reader.Refuse("fill", "is wrong: write one or three whole numbers from 0 to 255.");
        return null;
    }
}
