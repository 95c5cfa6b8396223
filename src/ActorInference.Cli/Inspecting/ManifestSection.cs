using System.Text.Json.Nodes;
using ActorInference.Cli.Terminal;
using ActorInference.Configuration;

namespace ActorInference.Cli.Inspecting;

/// <summary>What the manifest beside the model says.</summary>
internal static class ManifestSection
{
    public static void Write(Report report, ModelManifest manifest)
    {
        List<(string, string)> lines =
        [
            ("file", manifest.Path),
            ("name", manifest.Name),
            ("description", NotEmpty(manifest.Description)),
            ("licence", NotEmpty(manifest.Licence)),
            ("task", NotEmpty(manifest.Task)),
            ("batching", manifest.Batching ? "on" : "off"),
        ];
        if (manifest.Picture is { } picture) Flatten("picture", picture, lines);
        Section.Print(report, "manifest", lines);

        report.Json["manifest"] = new JsonObject
        {
            ["path"] = manifest.Path,
            ["name"] = manifest.Name,
            ["description"] = manifest.Description,
            ["licence"] = manifest.Licence,
            ["task"] = manifest.Task,
            ["batching"] = manifest.Batching,
            ["picture"] = manifest.Picture is null ? null : ToJson(manifest.Picture),
        };
    }

    private static string NotEmpty(string text) => text.Length == 0 ? "not stated" : text;

    private static void Flatten(string path, HoconValue value, List<(string, string)> lines)
    {
        if (value is not HoconObject fields) lines.Add((path, Text(value)));
        else foreach (var field in fields.Fields) Flatten($"{path}.{field.Key}", field.Value, lines);
    }

    private static string Text(HoconValue value) => value is HoconArray items ? $"[{string.Join(", ", items.Items.Select(Text))}]" : $"{value}";

    // Texts as they are written: what a value means is its reader's affair.
    private static JsonNode? ToJson(HoconValue value) => value switch
    {
        HoconObject fields => new JsonObject(fields.Fields.Select(field => KeyValuePair.Create(field.Key, ToJson(field.Value)))),
        HoconArray items => new JsonArray([.. items.Items.Select(ToJson)]),
        HoconScalar { IsNull: true } => null,
        _ => $"{value}",
    };
}
