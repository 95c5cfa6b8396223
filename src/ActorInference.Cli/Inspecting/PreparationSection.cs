using System.Text.Json.Nodes;
using ActorInference.Cli.Terminal;
using ActorInference.Imaging;

namespace ActorInference.Cli.Inspecting;

/// <summary>How <c>run</c> prepares pictures for the model when no option says otherwise.</summary>
internal static class PreparationSection
{
    /// <summary>Prints the preparation with what was assumed; nothing where the model takes no pictures. A failure is a manifest that is wrong about them.</summary>
    public static Failure? Write(Report report, ModelSignature signature, ModelManifest? manifest)
    {
        var settings = new PictureSettings();
        if (manifest?.Picture is { } section && !PictureSection.Read(section).TryGet(out settings, out var wrong)) return wrong;
        if (!PictureModel.Of(signature, settings).TryGet(out var model, out var noPicture)) return manifest?.Picture is null ? null : noPicture;

        List<(string, string)> lines = [("picture input", $"{model.Input}"), ("picture output", $"{model.Output}"), ("prepared as", model.Preparation.Describe())];
        if (model.Assumptions.Count > 0) lines.Add(("of that assumed", string.Join(", ", model.Assumptions)));
        foreach (var other in model.OtherInputs) lines.Add(("needs a value", $"{other}"));
        Section.Print(report, "pictures", lines);

        report.Json["pictures"] = new JsonObject
        {
            ["input"] = model.Input.Name,
            ["output"] = model.Output.Name,
            ["preparation"] = model.Preparation.Describe(),
            ["assumed"] = new JsonArray([.. model.Assumptions.Select(text => (JsonNode)text)]),
            ["otherInputs"] = new JsonArray([.. model.OtherInputs.Select(spec => (JsonNode)spec.Name)]),
        };
        return null;
    }
}
