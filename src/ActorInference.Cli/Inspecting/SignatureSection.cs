using System.Text.Json.Nodes;
using ActorInference.Cli.Terminal;

namespace ActorInference.Cli.Inspecting;

/// <summary>What the model takes and gives.</summary>
internal static class SignatureSection
{
    public static void Write(Report report, ModelSignature signature)
    {
        Section.Print(report, "inputs", Lines(signature.Inputs));
        Section.Print(report, "inputs with a default (overridable initializers)", Lines(signature.OverridableInitializers));
        Section.Print(report, "outputs", Lines(signature.Outputs));

        report.Json["inputs"] = ToJson(signature.Inputs);
        report.Json["overridableInitializers"] = ToJson(signature.OverridableInitializers);
        report.Json["outputs"] = ToJson(signature.Outputs);
    }

    private static List<(string, string)> Lines(IReadOnlyList<ValueSpec> specs) => [.. specs.Select(spec => (spec.Name, spec.Type.ToString()))];

    private static JsonArray ToJson(IReadOnlyList<ValueSpec> specs) => new([.. specs.Select(ToJson)]);

    // A tensor's type and shape apart; a free dimension is its symbol, or null without one; a shape of unknown rank is null.
    private static JsonObject ToJson(ValueSpec spec) => spec.Type is TensorType tensor
        ? new() { ["name"] = spec.Name, ["type"] = tensor.ElementType.Name(), ["shape"] = tensor.Shape is { } shape ? new JsonArray([.. shape.Select(ToJson)]) : null }
        : new() { ["name"] = spec.Name, ["type"] = spec.Type.ToString() };

    private static JsonNode? ToJson(Dimension dimension) => dimension.Size is { } size ? size : dimension.Symbol;
}
