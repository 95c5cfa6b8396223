using System.Text.Json.Nodes;
using ActorInference.Cli.Terminal;

namespace ActorInference.Cli.Inspecting;

/// <summary>What the model file's header says; known also for a model that the runtime cannot load.</summary>
internal static class FileSection
{
    public static void Write(Report report, ModelFileReport file)
    {
        var opsets = file.Opsets.Select(opset => (Domain: DomainName(opset.Key), Version: opset.Value)).ToList();
        List<(string, string)> lines =
        [
            ("file", file.Path),
            ("size", $"{Size(file.ByteLength)}"),
            ("IR version", $"{file.IrVersion}"),
            ("opsets", opsets.Count == 0 ? "none stated" : string.Join(", ", opsets.Select(opset => $"{opset.Domain} {opset.Version}"))),
            ("producer", file.Producer.Length == 0 ? "not stated" : file.Producer),
            ("graph", $"{file.NodeCount:N0} nodes, {file.InitializerCount:N0} initializers"),
        ];
        foreach (var external in file.ExternalFiles) lines.Add(("weights in", external));
        Section.Print(report, "model", lines);

        report.Json["file"] = new JsonObject
        {
            ["path"] = file.Path,
            ["bytes"] = file.ByteLength,
            ["irVersion"] = file.IrVersion,
            ["opsets"] = new JsonObject(opsets.Select(opset => KeyValuePair.Create(opset.Domain, (JsonNode?)opset.Version))),
            ["producer"] = file.Producer,
            ["nodes"] = file.NodeCount,
            ["initializers"] = file.InitializerCount,
            ["externalFiles"] = new JsonArray([.. file.ExternalFiles.Select(name => (JsonNode)name)]),
        };
    }

    // The standard operators' domain has two spellings.
    private static string DomainName(string domain) => domain.Length == 0 ? "ai.onnx" : domain;

    private static string Size(long bytes) => bytes switch
    {
        < 1 << 10 => $"{bytes} bytes",
        < 1 << 20 => $"{bytes / 1024.0:F1} KiB",
        < 1 << 30 => $"{bytes / 1024.0 / 1024:F1} MiB",
        _ => $"{bytes / 1024.0 / 1024 / 1024:F2} GiB",
    };
}
