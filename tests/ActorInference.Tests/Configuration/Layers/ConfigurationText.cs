using ActorInference.Configuration;

namespace ActorInference.Tests.Configuration.Layers;

/// <summary>Configurations from texts, on a machine of 8 cores and 8 GiB whose environment is empty.</summary>
internal static class ConfigurationText
{
    public const string File = "conf/my.conf";

    public static readonly Dictionary<string, string> NoEnvironment = [];

    public static ConfigurationSources Sources(string? text) => new()
    {
        File = text is null ? null : File,
        ReadFile = path => path == File ? text : (string?)null,
        Environment = NoEnvironment,
        Cores = 8,
        Memory = 8L << 30,
    };

    public static ActorInferenceConfiguration Load(string? text) => Load(Sources(text));

    public static ActorInferenceConfiguration Load(ConfigurationSources sources)
    {
        Assert.True(ActorInferenceConfiguration.TryLoad(sources, out var configuration, out var errors), string.Join('\n', errors));
        return configuration;
    }

    public static IReadOnlyList<HoconError> Errors(string? text) => Errors(Sources(text));

    public static IReadOnlyList<HoconError> Errors(ConfigurationSources sources)
    {
        Assert.False(ActorInferenceConfiguration.TryLoad(sources, out _, out var errors));
        return errors;
    }
}
