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

        // The header, the graph and the manifest each say what they can, whatever is wrong with the others.
        Failure?[] problems = [ShowManifest(report, path, out var manifest), ShowSession(report, path, manifest)];
        var code = ExitCode.Done;
        foreach (var problem in problems.OfType<Failure>()) code = report.Refuse(problem);
        return code;
    }

    private static Failure? ShowManifest(Report report, string path, out ModelManifest? manifest)
    {
        if (!ModelManifest.Find(path).TryGet(out manifest, out var wrong)) return wrong;
        if (manifest is not null) ManifestSection.Write(report, manifest);
        return null;
    }

    private static Failure? ShowSession(Report report, string path, ModelManifest? manifest)
    {
        if (!Open(report, path).TryGet(out var session, out var notLoaded)) return notLoaded;
        using (session)
        {
            SignatureSection.Write(report, session.Signature);
            MetadataSection.Write(report, session.Metadata);
            return PreparationSection.Write(report, session.Signature, manifest);
        }
    }

    // The signature does not depend on optimisation, and without it loading is fastest.
    private static Outcome<ISession> Open(Report report, string path) =>
        new OnnxRuntimeSessionFactory(report.LoggerOf<OnnxRuntimeSessionFactory>()).Open(ModelSource.File(path), new SessionOptions { Optimization = GraphOptimization.Off });
}
