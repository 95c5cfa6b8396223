using ActorInference.Configuration;

namespace ActorInference.Tests.Configuration.Layers;

/// <summary>HOCON.conf says what the code does.</summary>
public sealed class BuiltInDefaultsTests
{
    // By the key that they would have.
    private static readonly Dictionary<string, string> WithoutKey = new()
    {
        ["predictor.warm-up.shapes-of"] = "a function",
        ["predictor.session.device"] = "the predictor's device overrides it",
        ["predictor.session.intra-op-threads"] = "the predictor's threads-per-lane overrides it",
        ["pipeline.expected-items"] = "known by who runs it, anew for each run",
        ["pipeline.progress"] = "an object that is told",
        ["pipeline.time"] = "a clock",
    };

    private static readonly Dictionary<string, string> OtherName = new() { ["predictor.placement"] = "predictor.device" };

    // Keys that no property has.
    private static readonly string[] OnlyKeys = ["pipeline.mode"];

    [Fact]
    public void Defaults_alone_are_the_defaults_of_the_options()
    {
        var sources = new ConfigurationSources { Environment = ConfigurationText.NoEnvironment };
        Assert.Empty(OptionsComparison.Differences(new ActorInferenceOptions(), ConfigurationText.Load(sources).Options));
    }

    [Fact]
    public void Comparison_sees_a_difference()
    {
        var options = ConfigurationText.Load("actorinference.predictor { warm-up.batch-sizes = [1, 2], supervision.watchdog = null, admission.max-bytes = 1B }").Options;
        Assert.Equal(
            ["Admission.MaxBytes", "Supervision.Watchdog", "WarmUp.BatchSizes"],
            OptionsComparison.Differences(new PredictorOptions(), options.Predictor).Select(line => line.Split(':')[0]));
    }

    [Fact]
    public void Every_property_of_the_options_has_its_key_and_every_key_its_property()
    {
        var properties = Keys(typeof(PredictorOptions), "predictor").Concat(Keys(typeof(PipelineOptions), "pipeline")).Select(key => OtherName.GetValueOrDefault(key, key)).ToHashSet();
        Assert.Subset(properties, WithoutKey.Keys.ToHashSet());
        var keys = Settings().Where(key => key.StartsWith("predictor.", StringComparison.Ordinal) || key.StartsWith("pipeline.", StringComparison.Ordinal)).Except(OnlyKeys);
        Assert.Equal(properties.Except(WithoutKey.Keys).Order(), keys.Order());
    }

    [Fact]
    public void Every_key_has_a_position_and_is_a_default()
    {
        foreach (var setting in ConfigurationText.Load((string?)null).Settings())
        {
            Assert.True(setting.IsDefault);
            Assert.Matches(@"^built-in HOCON\.conf:\d+:\d+$", setting.Position.ToString());
        }
    }

    [Fact]
    public void File_at_the_root_is_what_the_library_has()
    {
        var lines = File.ReadAllLines(Path.Combine(TestData.Repository, "HOCON.conf"));
        foreach (var setting in ConfigurationText.Load((string?)null).Settings())
        {
            Assert.StartsWith(setting.Key.Split('.')[^1], lines[setting.Position.Line - 1].TrimStart(), StringComparison.Ordinal);
        }
    }

    private static IEnumerable<string> Settings() => ConfigurationText.Load((string?)null).Settings().Select(setting => setting.Key["actorinference.".Length..]);

    private static IEnumerable<string> Keys(Type type, string section) => OptionsComparison.Properties(type).Select(property => $"{section}.{OptionsComparison.Kebab(property)}");
}
