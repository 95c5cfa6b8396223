using ActorInference.Configuration;

namespace ActorInference.Video.Tests.Configuration;

public sealed class VideoConfigurationTests
{
    private static readonly string[] WithoutKey = ["read.skip", "read.pool", "read.ffmpeg.time"];

    [Fact]
    public void Defaults_alone_are_the_defaults_of_the_options() => Assert.Empty(OptionsComparison.Differences(new VideoOptions(), Read("").Value));

    [Fact]
    public void Every_property_has_its_key_and_every_key_its_property()
    {
        const string Section = "actorinference.video.";
        var keys = ActorInferenceConfiguration.Load(Sources("")).Value.Settings().Where(setting => setting.Key.StartsWith(Section, StringComparison.Ordinal)).Select(setting => setting.Key[Section.Length..]);
        var properties = OptionsComparison.Properties(typeof(VideoOptions)).Select(OptionsComparison.Kebab).ToHashSet();
        Assert.Subset(properties, WithoutKey.ToHashSet());
        Assert.Equal(properties.Except(WithoutKey).Select(property => property.Replace("read.", "", StringComparison.Ordinal)).Order(), keys.Order());
    }

    [Fact]
    public void Every_setting_arrives()
    {
        var options = Read("""
            ffmpeg { program = /opt/ffmpeg, threads = 3, probe-limit = 1m }
            read-ahead = 5, pixel-limit = 8MP
            reconnect { attempts = 0, first-backoff = 1s, max-backoff = 2s, jitter = 0, stall = 3s }
            quality = 20, effort = small
            """).Value;
        var expected = new VideoOptions
        {
            Read = new()
            {
                Ffmpeg = new() { Program = "/opt/ffmpeg", Threads = 3, ProbeLimit = TimeSpan.FromMinutes(1) },
                ReadAhead = 5,
                PixelLimit = 8_000_000,
                Reconnect = new() { Attempts = 0, FirstBackoff = TimeSpan.FromSeconds(1), MaxBackoff = TimeSpan.FromSeconds(2), Jitter = 0, Stall = TimeSpan.FromSeconds(3) },
            },
            Quality = 20,
            Effort = EncodingEffort.Small,
        };
        Assert.Empty(OptionsComparison.Differences(expected, options));
    }

    [Theory]
    [InlineData("a.mp4", 20)]
    [InlineData("a.webm", 20)]
    [InlineData("a.gif", null)]
    [InlineData("frames/%08d.png", null)]
    [InlineData("-", null)]
    public void Quality_is_for_targets_that_have_one(string path, int? quality)
    {
        var target = VideoTarget.Parse(path).Value;
        var options = Read("quality = 20, effort = small, ffmpeg.program = /opt/ffmpeg").Value.For(target, new VideoWriteOptions { Size = new(2, 2), TimeBase = new(1, 25) });
        Assert.Equal((quality, EncodingEffort.Small, "/opt/ffmpeg"), (options.Quality, options.Effort, options.Ffmpeg.Program));
        Assert.Null(target.Check(options));
    }

    [Theory]
    [InlineData("quality = 64", "quality is \"64\"; write a whole number from 0 to 63")]
    [InlineData("effort = hard", "effort is \"hard\"; write one of fast, balanced, small")]
    [InlineData("read-ahead = 0", "read-ahead is \"0\"; write a whole number of at least 1")]
    [InlineData("pixel-limit = none", "pixel-limit is wrong")]
    [InlineData("ffmpeg.program = \"\"", "program is empty; name the program, or write null")]
    [InlineData("ffmpeg.probe-limit = 0", "probe-limit is \"0\"; write a duration with its unit, such as 5ms, 2s or 1m, above 0")]
    [InlineData("reconnect.jitter = 2", "jitter is \"2\"; write a share from 0% to 100%")]
    [InlineData("reconnect.max-backoff = 100ms", "max-backoff does not fit: backoff does not shrink, and max-backoff is 100ms where first-backoff is 500ms")]
    [InlineData("reconnect.first-backoff = 1m", "first-backoff does not fit: backoff does not shrink, and max-backoff is 30s where first-backoff is 1m")]
    [InlineData("recconect.attempts = 1", "recconect is no known key; did you mean actorinference.video.reconnect?")]
    public void Wrong_value_or_key_says_what_would_be_right(string text, string words)
    {
        var message = Read(text).Failure?.Message;
        Assert.StartsWith("my.conf:1:", message, StringComparison.Ordinal);
        Assert.Contains(words, message, StringComparison.Ordinal);
    }

    private static Outcome<VideoOptions> Read(string text)
    {
        var outcome = ActorInferenceConfiguration.Load(Sources(text));
        return outcome.TryGet(out var configuration, out var failure) ? configuration.Get(VideoConfiguration.Section) : failure;
    }

    private static ConfigurationSources Sources(string text) => new()
    {
        File = "my.conf",
        ReadFile = _ => $"actorinference.video {{ {text} }}",
        Environment = new Dictionary<string, string>(),
        Sections = [VideoConfiguration.Section],
    };
}
