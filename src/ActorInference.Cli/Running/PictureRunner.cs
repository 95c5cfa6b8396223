using System.Diagnostics;
using System.Text.Json.Nodes;
using ActorInference.Cli.Terminal;
using ActorInference.Imaging;
using Spectre.Console;

namespace ActorInference.Cli.Running;

/// <summary>What <c>run</c> and <c>demo</c> share: telling what will be done, doing it with progress, and telling what was done.</summary>
internal static class PictureRunner
{
    /// <summary>Says how pictures are prepared, and what of it was assumed.</summary>
    public static void Describe(Report report, string modelPath, ISession session, PictureModel model)
    {
        report.Say($"{modelPath} on {session.Device}: {model.Preparation.Describe()}");
        if (model.Assumptions.Count > 0) report.Say($"assumed, because neither options nor a manifest say: {string.Join(", ", model.Assumptions)}");
        report.Json["model"] = modelPath;
        report.Json["device"] = session.Device.ToString();
        report.Json["preparation"] = model.Preparation.Describe();
        report.Json["assumed"] = new JsonArray([.. model.Assumptions.Select(text => (JsonNode)text)]);
    }

    /// <summary>Runs all files and gives the exit code.</summary>
    public static async Task<int> RunAsync(Report report, PictureRun run, IReadOnlyList<(InputFile Input, string Output)> files, string output, CancellationToken cancel)
    {
        // Found out before the model has worked for nothing.
        if (OutputFolder.WhyNotMade(output) is { } reason)
        {
            return report.Refuse(new(ErrorKind.InvalidInput, $"--out {output}: results cannot be written there: {reason}."));
        }

        var tally = new RunTally(files.Count);
        var progress = new RunProgress(report, tally, TimeProvider.System);
        try
        {
            await progress.ShowAsync(ended => run.RunAsync(files, ended, cancel));
        }
        catch (OperationCanceledException)
        {
            // Counted below: what was finished stays, the rest is cancelled.
        }

        Summarise(report, tally, progress.Elapsed, run.Lanes, output);
        if (tally.Cancelled > 0) return ExitCode.Interrupted;
        return tally.Failed > 0 ? ExitCode.SomeFailed : ExitCode.Done;
    }

    private static void Summarise(Report report, RunTally tally, TimeSpan elapsed, int lanes, string output)
    {
        var seconds = Math.Max(elapsed.TotalSeconds, 1e-6);
        using var process = Process.GetCurrentProcess();
        var failed = tally.Failed > 0 ? $", {tally.Failed} failed" : "";
        var cancelled = tally.Cancelled > 0 ? $", {tally.Cancelled} cancelled" : "";
        report.Results.WriteLine($"{tally.Succeeded} of {tally.Total} pictures written to {output}{failed}{cancelled}; {seconds:0.0} s, {tally.Succeeded / seconds:0.0} a second");
        tally.Describe(report.Json);
        report.Json["output"] = output;
        report.Json["seconds"] = Math.Round(seconds, 3);
        report.Json["throughput"] = Math.Round(tally.Succeeded / seconds, 3);
        report.Json["lanes"] = lanes;
        report.Json["peakMemoryBytes"] = process.PeakWorkingSet64;
    }
}
