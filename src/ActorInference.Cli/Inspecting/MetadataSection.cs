using System.Text.Json.Nodes;
using ActorInference.Cli.Terminal;

namespace ActorInference.Cli.Inspecting;

/// <summary>What the model says about itself; long texts are cut on the terminal and whole in JSON.</summary>
internal static class MetadataSection
{
    public static void Write(Report report, ModelMetadata metadata)
    {
        (string Name, string Text)[] fixedEntries =
        [
            ("graph", metadata.GraphName),
            ("graph description", metadata.GraphDescription),
            ("domain", metadata.Domain),
            ("description", metadata.Description),
            ("version", metadata.Version == 0 ? "" : $"{metadata.Version}"),
        ];
        var custom = metadata.Custom.OrderBy(entry => entry.Key, StringComparer.Ordinal).Select(entry => ($"\"{entry.Key}\"", entry.Value));
        Section.Print(report, "metadata", [.. fixedEntries.Where(entry => entry.Text.Length > 0), .. custom]);

        report.Json["metadata"] = new JsonObject
        {
            ["producer"] = metadata.Producer,
            ["graph"] = metadata.GraphName,
            ["graphDescription"] = metadata.GraphDescription,
            ["domain"] = metadata.Domain,
            ["description"] = metadata.Description,
            ["version"] = metadata.Version,
            ["custom"] = new JsonObject(metadata.Custom.Select(entry => KeyValuePair.Create(entry.Key, (JsonNode?)entry.Value))),
        };
    }
}
