using ActorInference.Configuration;

namespace ActorInference.Imaging.Tests.Configuration;

public sealed class PictureConfigurationTests
{
    [Fact]
    public void Defaults_alone_are_the_defaults_of_the_options() => Assert.Empty(OptionsComparison.Differences(new PictureOptions(), Read("").Value));

    [Fact]
    public void Every_property_has_its_key_and_every_key_its_property()
    {
        var keys = Load("").Settings().Where(setting => setting.Key.StartsWith("actorinference.pictures.", StringComparison.Ordinal)).Select(setting => setting.Key.Split('.')[^1]);
        string[] properties = [.. OptionsComparison.Properties(typeof(PictureOptions)).Select(property => property == "Restore.Filter" ? "source-size-filter" : OptionsComparison.Kebab(property).Split('.')[^1])];
        Assert.Equal(properties.Order(), keys.Order());
    }

    [Fact]
    public void Every_setting_arrives()
    {
        var options = Read("""
            pixel-limit = 2.5MP, file-size-limit = 1MiB, lenient = on, ignore-color-profile = on, scaled-decode = off, background = [1, 2, 3]
            quality = 80, full-chroma = off, lossless = on, compression = 9, source-size = on, source-size-filter = nearest
            """).Value;
        var expected = new PictureOptions
        {
            Decode = new() { PixelLimit = 2_500_000, FileSizeLimit = 1 << 20, Lenient = true, IgnoreColorProfile = true, ScaledDecode = false, Background = new(1, 2, 3) },
            Encode = new() { Quality = 80, FullChroma = false, Lossless = true, Compression = 9 },
            Restore = new() { SourceSize = true, Filter = PictureFilter.Nearest },
        };
        Assert.Empty(OptionsComparison.Differences(expected, options));
        Assert.Equal((12L, Rgb.Grey(7)), (Read("pixel-limit = 12").Value.Decode.PixelLimit, Read("background = 7").Value.Decode.Background));
    }

    [Theory]
    [InlineData("pixel-limit = 0", "pixel-limit is wrong; write a number of pixels, of at least 1, or of megapixels, such as 100MP")]
    [InlineData("pixel-limit = 1e30MP", "pixel-limit is wrong")]
    [InlineData("pixel-limit = xMP", "pixel-limit is wrong")]
    [InlineData("background = [1, 2]", "background is wrong; write one or three whole numbers from 0 to 255")]
    [InlineData("background = [1, 2, 256]", "item 2 of actorinference.pictures.background is \"256\"; write a whole number from 0 to 255")]
    [InlineData("background = red", "background is \"red\"; write a whole number from 0 to 255")]
    [InlineData("quality = 101", "quality is \"101\"; write a whole number from 1 to 100")]
    [InlineData("compression = 10", "compression is \"10\"; write a whole number from 0 to 9")]
    [InlineData("source-size-filter = lancsoz3", "source-size-filter is \"lancsoz3\" (did you mean lanczos3?)")]
    [InlineData("qualty = 90", "qualty is no known key; did you mean actorinference.pictures.quality?")]
    public void Wrong_value_or_key_says_what_would_be_right(string text, string words)
    {
        var message = Read(text).Failure?.Message;
        Assert.StartsWith("my.conf:1:", message, StringComparison.Ordinal);
        Assert.Contains(words, message, StringComparison.Ordinal);
    }

    private static Outcome<PictureOptions> Read(string text)
    {
        var outcome = ActorInferenceConfiguration.Load(Sources(text));
        return outcome.TryGet(out var configuration, out var failure) ? configuration.Get(PictureConfiguration.Section) : failure;
    }

    private static ActorInferenceConfiguration Load(string text) => ActorInferenceConfiguration.Load(Sources(text)).Value;

    private static ConfigurationSources Sources(string text) => new()
    {
        File = "my.conf",
        ReadFile = _ => $"actorinference.pictures {{ {text} }}",
        Environment = new Dictionary<string, string>(),
        Sections = [PictureConfiguration.Section],
    };
}
