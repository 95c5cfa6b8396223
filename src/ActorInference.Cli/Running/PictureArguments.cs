using System.CommandLine;
using ActorInference.Imaging;

namespace ActorInference.Cli.Running;

/// <summary>The options that say what a model's pictures are; each goes over the manifest, which goes over the signature.</summary>
internal sealed class PictureArguments
{
    private readonly Option<string?> _layout = new("--layout") { Description = "NCHW or NHWC." };
    private readonly Option<string?> _colors = new("--colors") { Description = "RGB, BGR, grey or Y (brightness alone; the colours stay)." };
    private readonly Option<string?> _range = new("--range") { Description = "What the numbers are: 0..1, 0..255, -1..1, or MEAN/STD such as 0.485,0.456,0.406/0.229,0.224,0.225." };
    private readonly Option<int?> _multiple = new("--multiple") { Description = "Pad width and height to a multiple of this; the padding is cropped away again." };
    private readonly Option<int?> _minimum = new("--minimum") { Description = "Pad width and height to at least this. Default: twice --multiple." };
    private readonly Option<string?> _size = new("--size") { Description = "WIDTHxHEIGHT to bring every picture to, or one number: shrink longer sides to it." };
    private readonly Option<string?> _fit = new("--fit") { Description = "How pictures come to the size: letterbox (default), stretch, crop or none." };

    public void AddTo(Command command)
    {
        foreach (var option in new Option[] { _layout, _colors, _range, _multiple, _minimum, _size, _fit }) command.Add(option);
    }

    /// <summary>What was said; throws for words that mean nothing.</summary>
    public PictureSettings Settings(ParseResult parsed)
    {
        var size = parsed.GetValue(_size);
        var isLongestSide = int.TryParse(size, out var longest);
        if (isLongestSide && longest < 1) throw Invalid(_size, $"a side has at least 1 pixel, not {longest}.");
        return new PictureSettings
        {
            Layout = Parse(parsed, _layout, PictureWords.ParseLayout),
            Colors = Parse(parsed, _colors, PictureWords.ParseColors),
            Values = parsed.GetValue(_range) is { } range ? Valid(_range, ValueMapping.Parse(range)) : null,
            Multiple = Positive(parsed, _multiple),
            Minimum = Positive(parsed, _minimum),
            MaxSize = isLongestSide ? longest : null,
            Size = size is null || isLongestSide ? null : PictureWords.ParseSize(size).TryGet(out var both, out _) ? both : throw Invalid(_size, $"'{size}' is no size: write WIDTHxHEIGHT in pixels, such as 512x384, or one number for the longer side."),
            Fit = Parse(parsed, _fit, PictureWords.ParseFit),
        };
    }

    private static int? Positive(ParseResult parsed, Option<int?> option) =>
        parsed.GetValue(option) is <= 0 and var number ? throw Invalid(option, $"write a number of pixels from 1 on, not {number}.") : parsed.GetValue(option);

    private static T? Parse<T>(ParseResult parsed, Option<string?> option, Func<string, Outcome<T>> parse)
        where T : struct => parsed.GetValue(option) is { } text ? Valid(option, parse(text)) : null;

    private static T Valid<T>(Option option, Outcome<T> outcome) => outcome.TryGet(out var value, out var failure) ? value : throw Invalid(option, failure.Message);

    private static InferenceException Invalid(Option option, string message) => new(new(ErrorKind.InvalidInput, $"{option.Name}: {message}"));
}
