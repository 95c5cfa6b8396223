using System.CommandLine;
using System.Text.Json.Nodes;
using ActorInference.Cli.Predicting;
using ActorInference.Cli.Terminal;

namespace ActorInference.Cli.Commands;

/// <summary><c>predict</c>: any model, once, on tensors from files.</summary>
internal sealed class PredictCommand
{
    private static readonly string[] Formats = [.. TensorFile.Extensions.Select(extension => extension[1..])];

    private readonly PredictorArguments _predictor = new();

    private readonly Argument<string[]> _files = new("inputs")
    {
        Description = "[NAME=]FILE with a tensor: .npy, .pb (TensorProto) or .json. Without names: in the order of the model's inputs.",
        Arity = ArgumentArity.ZeroOrMore,
    };

    private readonly Option<string[]> _values = new("--set")
    {
        Description = "NAME=VALUE for a small input, as JSON: sr=16000, exposure=[0.5]. Repeatable.",
        DefaultValueFactory = _ => [],
    };

    private readonly Option<string?> _folder = new("--out", "-o") { Description = "The folder for the outputs, one file each; made if it is not there. Without it they are shown in short." };

    private readonly Option<string[]> _wanted = new("--output") { Description = "The name of an output that is wanted. Repeatable; default: all.", DefaultValueFactory = _ => [] };

    private readonly Option<string?> _format = new("--format") { Description = "Write outputs as npy, pb or json. Default: as the first input file, else npy." };

    public static Command Create()
    {
        var arguments = new PredictCommand();
        var command = new Command("predict", "Runs any model on tensors from files.");
        arguments._predictor.AddTo(command);
        command.Add(arguments._files);
        foreach (var option in new Option[] { arguments._values, arguments._folder, arguments._wanted, arguments._format }) command.Add(option);

        command.SetAction((parsed, _) => Report.RunAsync(parsed, report => Task.FromResult(arguments.Run(parsed, report, report.Interruption.Token))));
        return command;
    }

    private int Run(ParseResult parsed, Report report, CancellationToken interrupted)
    {
        var format = Format(parsed);
        var path = parsed.GetRequiredValue(_predictor.Model);
        var options = Options(parsed, report);
        if (options.Batch.Within > TimeSpan.Zero && _predictor.SaysWithin(parsed)) report.Say("--within: one prediction has no company to wait for; it runs at once");
        using var predictor = CommandPredictor.Open(report, path, options with { Batch = options.Batch with { Within = TimeSpan.Zero } }, interrupted);
        using var inputs = PredictInputs.Read(predictor.Signature, parsed.GetValue(_files)!, parsed.GetValue(_values)!);
        var folder = MakeFolder(parsed);
        var snapshot = predictor.Snapshot();
        report.Say($"{path} on {CommandPredictor.Devices(snapshot)}: {CommandPredictor.Plan(snapshot)}");

        var described = Describe(inputs.All);
        var started = TimeProvider.System.GetTimestamp();
        if (!predictor.Predict(inputs.HandOver(), cancel: interrupted).TryGet(out var prediction, out var failure))
        {
            interrupted.ThrowIfCancellationRequested();
            report.Refuse(failure);
            return ExitCode.SomeFailed;
        }

        using (prediction)
        {
            var took = TimeProvider.System.GetElapsedTime(started);
            report.Json["model"] = path;
            CommandPredictor.Describe(report.Json, snapshot);
            report.Json["seconds"] = Math.Round(took.TotalSeconds, 6);
            report.Json["inputs"] = described;
            return Deliver(report, [.. prediction.Names.Select((name, i) => new RunOutput(name, prediction[i]))], folder, format);
        }
    }

    private PredictorOptions Options(ParseResult parsed, Report report)
    {
        var configuration = _predictor.Load(parsed);
        configuration.SayUnused(report);
        var options = CommandPredictor.Options(configuration, ThreadGoal.Latency);
        return options with
        {
            Outputs = parsed.GetValue(_wanted) is { Length: > 0 } wanted ? wanted : options.Outputs,
            WarmUp = new() { BatchSizes = [] }, // for one run it would only cost another
        };
    }

    private static int Deliver(Report report, RunOutput[] outputs, string? folder, string format)
    {
        if (folder is null)
        {
            report.Json["outputs"] = PredictOutputs.Show(report, outputs);
            return ExitCode.Done;
        }

        var (json, failed) = PredictOutputs.Write(report, outputs, folder, format);
        report.Json["outputs"] = json;
        return failed == 0 ? ExitCode.Done : ExitCode.SomeFailed;
    }

    private string Format(ParseResult parsed)
    {
        var said = parsed.GetValue(_format)?.ToLowerInvariant();
        if (said is not null && !Formats.Contains(said)) throw Invalid($"--format must be {string.Join(", ", Formats)}, not '{said}'.");
        var first = parsed.GetValue(_files)!.Select(file => Path.GetExtension(file).TrimStart('.').ToLowerInvariant()).FirstOrDefault(Formats.Contains);
        return said ?? first ?? Formats[0];
    }

    // Before the run: what it gives would have no place to go to.
    private string? MakeFolder(ParseResult parsed)
    {
        if (parsed.GetValue(_folder) is not { } folder) return null;
        return OutputFolder.WhyNotMade(folder) is { } reason ? throw Invalid($"{folder}: no folder can be made there: {reason}.") : folder;
    }

    private static JsonArray Describe(ReadOnlySpan<RunInput> inputs)
    {
        var array = new JsonArray();
        foreach (var input in inputs) array.Add((JsonNode)new JsonObject { ["name"] = input.Name, ["value"] = input.Value.ToString() });
        return array;
    }

    private static InferenceException Invalid(string message) => new(new(ErrorKind.InvalidInput, message));
}
