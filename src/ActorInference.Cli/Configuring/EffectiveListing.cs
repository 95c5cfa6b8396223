using System.Text.Json.Nodes;
using ActorInference.Cli.Terminal;
using ActorInference.Configuration;
using Spectre.Console;

namespace ActorInference.Cli.Configuring;

/// <summary>Shows settings with where they come from. What is printed is a configuration itself.</summary>
internal static class EffectiveListing
{
    // Longer lines have their comment right behind them.
    private const int WidestColumn = 72;

    /// <summary>Shows what <paramref name="sources"/> give; gives the exit code.</summary>
    public static int Show(Report report, ConfigurationSources sources)
    {
        if (!ActorInferenceConfiguration.TryLoad(sources, out var configuration, out var errors))
        {
            foreach (var error in errors) report.Error(error.ToString());
            report.Json["errors"] = new JsonArray([.. errors.Select(FileCheck.ToJson)]);
            return ExitCode.Usage;
        }

        var settings = configuration.Settings().ToList();
        var width = settings.Select(setting => setting.ToString().Length).Where(length => length <= WidestColumn).Max();
        foreach (var setting in settings)
        {
            var (text, from) = (setting.ToString().PadRight(width), From(setting));
            if (setting.IsDefault) report.Results.MarkupLineInterpolated($"{text}  [grey]# {from}[/]");
            else report.Results.MarkupLineInterpolated($"[bold]{text}[/]  [green]# {from}[/]");
        }

        report.Json["settings"] = new JsonArray([.. settings.Select(setting => (JsonNode)new JsonObject { ["key"] = setting.Key, ["value"] = Value(setting.Value), ["from"] = From(setting) })]);
        return ExitCode.Done;
    }

    private static string From(EffectiveSetting setting) => setting.IsDefault ? "default" : OneLine.Of(setting.Position.ToString(), longest: int.MaxValue);

    // Numbers and switches as the texts that they are in HOCON: what they mean depends on who reads them.
    private static JsonNode? Value(HoconValue value) => value switch
    {
        HoconScalar scalar => scalar.IsNull ? null : scalar.Text,
        HoconArray array => new JsonArray([.. array.Items.Select(Value)]),
        HoconObject section => new JsonObject(section.Fields.Select(field => KeyValuePair.Create(field.Key, Value(field.Value)))),
        _ => null,
    };
}
