using System.Text.Json.Nodes;
#if AKKA
using ActorInference.Akka;
#endif
using ActorInference.Cli.Terminal;
using ActorInference.Configuration;
using Spectre.Console;

namespace ActorInference.Cli.Configuring;

/// <summary>Says of configurations whether they are right, and what is not.</summary>
internal static class FileCheck
{
    /// <summary>A file without the settings of the environment, which are this machine's; substitutions see the environment all the same.</summary>
    public static ConfigurationSources Alone(ConfigurationSources sources, string file) => sources with
    {
        File = file,
        Environment = sources.Environment.Where(variable => !variable.Key.StartsWith(ConfigurationSources.VariablePrefix, StringComparison.Ordinal)).ToDictionary(),
    };

    /// <summary>Checks all of them; gives the exit code.</summary>
    public static int Run(Report report, IEnumerable<(string Name, ConfigurationSources Sources)> all)
    {
        var files = new JsonArray();
        var code = ExitCode.Done;
        foreach (var (name, sources) in all)
        {
            if (ActorInferenceConfiguration.TryLoad(sources, out var configuration, out var errors)) errors = ErrorsOfAkka(configuration);
            var isGood = errors.Count == 0;
            if (!isGood) code = ExitCode.Usage;
            foreach (var error in errors) report.Error(error.ToString());
            var changes = configuration is null ? (int?)null : configuration.Settings().Count(setting => !setting.IsDefault) + SettingsOfAkka(configuration);
            if (isGood) report.Results.WriteLine($"{OneLine.Of(name)}: good; it says {(changes == 1 ? "1 setting" : $"{changes} settings")} over the defaults");
            files.Add((JsonNode)new JsonObject { ["file"] = name, ["good"] = isGood, ["settings"] = changes, ["errors"] = new JsonArray([.. errors.Select(ToJson)]) });
        }

        report.Json["files"] = files;
        return code;
    }

    /// <summary>An error in JSON; line and column are null where it is no file's.</summary>
    public static JsonNode ToJson(HoconError error) => new JsonObject
    {
        ["file"] = error.File,
        ["line"] = error.Line == 0 ? null : error.Line,
        ["column"] = error.Line == 0 ? null : error.Column,
        ["message"] = error.Message,
    };

    // The library brings none, so that all of them are over the defaults.
    private static int SettingsOfAkka(ActorInferenceConfiguration configuration) => configuration.Root.TryGet("akka", out var section) ? Leaves(section) : 0;

    private static int Leaves(HoconValue value) => value is HoconObject section ? section.Fields.Sum(field => Leaves(field.Value)) : 1;

#if AKKA
    private static IReadOnlyList<HoconError> ErrorsOfAkka(ActorInferenceConfiguration configuration) => AkkaConfiguration.Errors(configuration);
#else
    // A build without Akka.NET knows nothing of its section.
    private static IReadOnlyList<HoconError> ErrorsOfAkka(ActorInferenceConfiguration configuration) => [];
#endif
}
