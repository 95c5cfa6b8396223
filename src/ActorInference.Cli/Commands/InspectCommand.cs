using System.CommandLine;
using ActorInference.Cli.Inspecting;
using ActorInference.Cli.Terminal;
using ActorInference.OnnxRuntime;

namespace ActorInference.Cli.Commands;

/// <summary><c>inspect</c>: what a model takes and gives, what its file and its manifest say.</summary>
internal static class InspectCommand
{
    public static Command Create()
    {
        var model = new Argument<string>("model") { Description = "The ONNX file." };
        var command = new Command("inspect", "Shows a model's signature, metadata, operator sets and manifest.") { model };
        command.SetAction((parsed, _) => Report.RunAsync(parsed, report => Task.FromResult(Inspect(report, parsed.GetValue(model)!))));
        return command;
    }

    private static int Inspect(Report report, string path)
    {
        if (!ModelFile.Examine(path).TryGet(out var file, out var unusable)) return report.Refuse(unusable);
        FileSection.Write(report, file);

        // The header, the graph and the manifest each say what they can, whatever is wrong with the others; the first failure is the one in JSON.
        var code = ExitCode.Done;
        var hasManifest = ModelManifest.Find(path).TryGet(out var manifest, out var wrongManifest);
        if (Open(path).TryGet(out var session, out var notLoaded))
        {
            using (session)
            {
                SignatureSection.Write(report, session.Signature);
                MetadataSection.Write(report, session.Metadata);
                if (hasManifest) PreparationSection.Write(report, session.Signature, manifest);
            }
        }
        else
        {
            code = report.Refuse(notLoaded);
        }

        if (manifest is not null) ManifestSection.Write(report, manifest);
        if (hasManifest) return code;
        if (notLoaded is null) return report.Refuse(wrongManifest!);
        report.Error(wrongManifest!.Message);
        return code;
    }

    // The signature does not depend on optimisation, and without it loading is fastest.
    private static Outcome<ISession> Open(string path) =>
        new OnnxRuntimeSessionFactory().Open(ModelSource.File(path), new SessionOptions { Optimization = GraphOptimization.Off });
}
