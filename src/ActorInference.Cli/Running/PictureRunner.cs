using System.Diagnostics;
using System.Text.Json.Nodes;
using ActorInference.Cli.Terminal;
using ActorInference.Imaging;
using Spectre.Console;

namespace ActorInference.Cli.Running;

/// <summary>What <c>run</c> and <c>demo</c> share: telling what will be done, doing it with progress, and telling what was done.</summary>
internal static class PictureRunner
{
    /// <summary>Says where the model runs, how pictures are prepared, and what of it was assumed.</summary>
    public static void Describe(Report report, Predictor predictor, PictureModel model, BatchOptions batch)
    {
        var snapshot = predictor.Snapshot();
        report.Say($"{predictor.Model} on {CommandPredictor.Devices(snapshot)}: {model.Preparation.Describe()}");
        report.Say($"{CommandPredictor.Plan(snapshot)}{Batches(predictor, batch)}");
        if (model.Assumptions.Count > 0) report.Say($"assumed, because neither options nor a manifest say: {string.Join(", ", model.Assumptions)}");
        report.Json["model"] = predictor.Model;
        CommandPredictor.Describe(report.Json, snapshot);
        report.Json["preparation"] = model.Preparation.Describe();
        report.Json["assumed"] = new JsonArray([.. model.Assumptions.Select(text => (JsonNode)text)]);
        report.Json["warmUp"] = string.Join("; ", snapshot.Pools.SelectMany(pool => pool.Sessions).Select(session => session.WarmUp).Distinct());
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

        Summarise(report, tally, progress.Elapsed, run.Predictor.Snapshot(), output);
        if (tally.Cancelled > 0) return ExitCode.Interrupted;
        return tally.Failed > 0 ? ExitCode.SomeFailed : ExitCode.Done;
    }

    private static void Summarise(Report report, RunTally tally, TimeSpan elapsed, PredictorSnapshot snapshot, string output)
    {
        var seconds = Math.Max(elapsed.TotalSeconds, 1e-6);
        var batchSize = snapshot.BatchRows / Math.Max(1.0, snapshot.Batches);
        using var process = Process.GetCurrentProcess();
        var failed = tally.Failed > 0 ? $", {tally.Failed} failed" : "";
        var cancelled = tally.Cancelled > 0 ? $", {tally.Cancelled} cancelled" : "";
        var shared = snapshot.BatchRows > snapshot.Batches ? $", {batchSize:0.0} in a run" : "";
        report.Results.WriteLine(
            $"{tally.Succeeded} of {tally.Total} pictures written to {output}{failed}{cancelled}; {seconds:0.0} s, {tally.Succeeded / seconds:0.0} a second; {CommandPredictor.Plan(snapshot)}{shared}");
        tally.Describe(report.Json);
        report.Json["output"] = output;
        report.Json["seconds"] = Math.Round(seconds, 3);
        report.Json["throughput"] = Math.Round(tally.Succeeded / seconds, 3);
        report.Json["batches"] = snapshot.Batches;
        report.Json["meanBatchSize"] = Math.Round(batchSize, 3);
        report.Json["maxItemsInFlight"] = snapshot.MaxItemsInFlight;
        report.Json["maxBytesInFlight"] = snapshot.MaxBytesInFlight;
        report.Json["peakMemoryBytes"] = process.PeakWorkingSet64;
    }

    private static string Batches(Predictor predictor, BatchOptions batch)
    {
        if (batch.MaxSize == 1) return "";
        if (predictor.WhyNoBatches is { } reason) return $"; one picture a run: {reason}";
        var within = batch.Within > TimeSpan.Zero ? $" that come within {batch.Within.TotalMilliseconds:0.###} ms" : "";
        return $"; runs of up to {batch.MaxSize} pictures of one size{within}";
    }
}
