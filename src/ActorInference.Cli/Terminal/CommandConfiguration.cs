using System.CommandLine;
using ActorInference.Configuration;
using ActorInference.Imaging;
using ActorInference.Video;

namespace ActorInference.Cli.Terminal;

/// <summary>What commands begin with: a configuration file, the environment, and what of the command line belongs there.</summary>
internal static class CommandConfiguration
{
    /// <summary>What the option is called that names the file.</summary>
    public const string OptionName = "--config";

    /// <summary>That option.</summary>
    public static Option<string?> CreateOption() => new(OptionName)
    {
        Description = $"A configuration file; the other options go over it, as environment variables do. Default: what {ConfigurationSources.FileVariable} names, if anything. 'actorinfer config show' shows what is in effect.",
    };

    /// <summary>The sections that the program reads beside the library's own.</summary>
    public static IReadOnlyList<IConfigurationSection> Sections { get; } = [PictureConfiguration.Section, VideoConfiguration.Section];

    /// <summary>Loads <paramref name="file"/> and what goes over it; throws <see cref="InferenceException"/> for what is wrong in any of them.</summary>
    public static ActorInferenceConfiguration Load(string? file, IReadOnlyList<ConfigurationSetting> settings)
    {
        var sources = new ConfigurationSources { File = file, Settings = settings, Sections = Sections };
        if (ActorInferenceConfiguration.TryLoad(sources, out var configuration, out var errors)) return configuration;
        var more = errors.Count == 1 ? "" : $" And {errors.Count - 1} more; 'actorinfer config check' tells them all.";
        throw new InferenceException(new(ErrorKind.InvalidInput, $"{errors[0]}{more}"));
    }

    /// <summary>Whether somebody said something about the settings whose keys begin so.</summary>
    public static bool Says(this ActorInferenceConfiguration configuration, string keys) =>
        configuration.Settings().Any(setting => !setting.IsDefault && setting.Key.StartsWith(keys, StringComparison.Ordinal));

    /// <summary>Says in one line what a command leaves aside: predictors and pipelines with names, which a host opens. One that runs a model has what all of them have.</summary>
    public static void SayUnused(this ActorInferenceConfiguration configuration, Report report)
    {
        string[] named = [.. configuration.Options.Predictors.Keys.Select(name => $"predictors.{HoconWriter.WriteKey(name)}"), .. configuration.Options.Pipelines.Keys.Select(name => $"pipelines.{HoconWriter.WriteKey(name)}")];
        if (named.Length > 0) report.Say($"not used here, for what has a name is for hosts: {string.Join(", ", named)}; this has what actorinference.predictor and actorinference.pipeline say");
    }
}
