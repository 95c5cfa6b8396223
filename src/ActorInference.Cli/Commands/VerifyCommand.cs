using System.CommandLine;
using ActorInference.Cli.Terminal;
using ActorInference.Cli.Verifying;
using Spectre.Console;

namespace ActorInference.Cli.Commands;

/// <summary><c>verify</c>: runs models on the data sets that lie beside them and compares with the results that they must give.</summary>
internal sealed class VerifyCommand
{
    private readonly SessionArguments _session = new();

    private readonly Argument<string[]> _folders = new("dir")
    {
        Description = "Folders; every model.onnx below them with test_data_set_N/{input,output}_K.pb beside it is run.",
        Arity = ArgumentArity.OneOrMore,
    };

    private readonly Option<double> _relative = new("--rtol")
    {
        Description = "How far a float may be off, relative to the expected one.",
        DefaultValueFactory = _ => Tolerance.Default.Relative,
    };

    private readonly Option<double> _absolute = new("--atol")
    {
        Description = "How far a float may be off besides, as it is.",
        DefaultValueFactory = _ => Tolerance.Default.Absolute,
    };

    private readonly Option<string?> _only = new("--only") { Description = "Only models whose folder has this text in its name, in upper or lower case." };

    public static Command Create()
    {
        var arguments = new VerifyCommand();
        var command = new Command("verify", "Runs models on reference data and compares the results.") { arguments._folders, arguments._relative, arguments._absolute, arguments._only };
        command.Add(arguments._session.Device);
        command.Add(arguments._session.Threads);

        command.SetAction((parsed, _) => Report.RunAsync(parsed, report => Task.FromResult(arguments.Run(parsed, report, report.Interruption.Token))));
        return command;
    }

    private int Run(ParseResult parsed, Report report, CancellationToken interrupted)
    {
        var runner = new CaseRunner(report, _session.Options(parsed), ToleranceOf(parsed));
        var cases = Find(parsed);
        var started = TimeProvider.System.GetTimestamp();
        var summary = new VerifySummary();
        try
        {
            Progress(report, cases, verifyCase => summary.Add(verifyCase, runner.Run(verifyCase, interrupted)), interrupted);
        }
        finally
        {
            // Also when interrupted: what was found out until then stays.
            summary.Write(report, TimeProvider.System.GetElapsedTime(started));
        }

        return summary.Failed == 0 ? ExitCode.Done : ExitCode.SomeFailed;
    }

    private Tolerance ToleranceOf(ParseResult parsed)
    {
        var tolerance = new Tolerance(parsed.GetValue(_relative), parsed.GetValue(_absolute));
        if (tolerance is { Relative: >= 0, Absolute: >= 0 }) return tolerance;
        throw new InferenceException(new(ErrorKind.InvalidInput, "--rtol and --atol must be 0 or more."));
    }

    private List<VerifyCase> Find(ParseResult parsed)
    {
        var folders = parsed.GetValue(_folders)!;
        var missing = folders.FirstOrDefault(folder => !Directory.Exists(folder));
        if (missing is not null) throw new InferenceException(new(ErrorKind.NotFound, File.Exists(missing) ? $"{missing}: is a file; name the folder it is in." : $"{missing}: there is no such folder."));

        var all = folders.SelectMany(CaseFinder.Below).ToList();
        if (all.Count == 0) throw new InferenceException(new(ErrorKind.NotFound, $"below {string.Join(", ", folders)} there is no model.onnx with a folder test_data_set_N beside it."));

        if (parsed.GetValue(_only) is not { Length: > 0 } only) return all;
        var some = all.Where(found => found.Name.Contains(only, StringComparison.OrdinalIgnoreCase)).ToList();
        return some.Count > 0 ? some : throw new InferenceException(new(ErrorKind.NotFound, $"none of the {all.Count} models found has '{only}' in its folder's name."));
    }

    private static void Progress(Report report, List<VerifyCase> cases, Action<VerifyCase> run, CancellationToken interrupted)
    {
        if (!report.Messages.Profile.Capabilities.Interactive)
        {
            RunAll(cases, run, interrupted);
            return;
        }

        report.Messages.Progress().AutoClear(enabled: true).Start(context =>
        {
            var bar = context.AddTask("verifying", maxValue: cases.Count);
            RunAll(cases, verifyCase => { run(verifyCase); bar.Increment(1); }, interrupted);
        });
    }

    private static void RunAll(List<VerifyCase> cases, Action<VerifyCase> run, CancellationToken interrupted)
    {
        foreach (var verifyCase in cases)
        {
            interrupted.ThrowIfCancellationRequested();
            run(verifyCase);
        }
    }
}
