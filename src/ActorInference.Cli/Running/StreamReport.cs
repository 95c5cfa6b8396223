using System.Diagnostics;
using System.Text.Json.Nodes;
using ActorInference.Cli.Engines;
using ActorInference.Cli.Terminal;

namespace ActorInference.Cli.Running;

/// <summary>What <c>run</c> and <c>demo</c> tell of a stream: where the model runs and how, before; what it took, after.</summary>
internal static class StreamReport
{
    /// <summary>Says where the model runs, how pictures are prepared, and what of it was assumed.</summary>
    public static void Begin(Report report, PictureStages stages, StreamOptions settings)
    {
        var (predictor, model) = (stages.Predictor, stages.Model);
        var snapshot = stages.Open.Snapshot();
        report.Say($"{predictor.Model} on {CommandPredictor.Devices(snapshot)}: {model.Preparation.Describe()}");
        report.Say($"{CommandPredictor.Plan(snapshot)}{Mode(settings)}{Batches(stages.Open, settings)}");
        if (model.Assumptions.Count > 0) report.Say($"assumed, because neither options nor a manifest say: {string.Join(", ", model.Assumptions)}");
        report.Json["model"] = predictor.Model;
        report.Json["mode"] = settings.Mode;
        report.Json["engine"] = stages.Open.Engine.Name;
        CommandPredictor.Describe(report.Json, snapshot);
        report.Json["preparation"] = model.Preparation.Describe();
        report.Json["assumed"] = new JsonArray([.. model.Assumptions.Select(text => (JsonNode)text)]);
        report.Json["warmUp"] = string.Join("; ", snapshot.Pools.SelectMany(pool => pool.Sessions).Select(session => session.WarmUp).Distinct());
    }

    /// <summary>Fills the rest of the JSON object, and gives the exit code.</summary>
    public static int End(Report report, RunTally tally, PredictorSnapshot snapshot, string output)
    {
        using var process = Process.GetCurrentProcess();
        tally.Describe(report.Json);
        report.Json["output"] = output;
        report.Json["batches"] = snapshot.Batches;
        report.Json["meanBatchSize"] = Math.Round(MeanBatch(snapshot), 3);
        report.Json["peakMemoryBytes"] = process.PeakWorkingSet64;
        if (report.Interruption.Happened) return ExitCode.Interrupted;
        return tally.Failed > 0 || tally.HasFailedInput ? ExitCode.SomeFailed : ExitCode.Done;
    }

    /// <summary>The same for a run that finds everything done, and needs no model.</summary>
    public static int EndWithout(Report report, RunTally tally, string output)
    {
        tally.Describe(report.Json);
        report.Json["output"] = output;
        return ExitCode.Done;
    }

    /// <summary>How many items shared a run, for the end of a line; nothing where none did.</summary>
    public static string Shared(PredictorSnapshot snapshot) => snapshot.BatchRows > snapshot.Batches ? $", {MeanBatch(snapshot):0.0} in a run" : "";

    private static double MeanBatch(PredictorSnapshot snapshot) => snapshot.BatchRows / Math.Max(1.0, snapshot.Batches);

    private static string Mode(StreamOptions settings) => settings.Mode == "async" ? "" : $"; mode {settings.Mode}";

    private static string Batches(EngineModel open, StreamOptions settings)
    {
        var batch = settings.Predictor.Batch;
        if (batch.MaxSize == 1) return "";
        if (open.WhyNoBatches is { } reason) return $"; one picture a run: {reason}";
        var within = batch.Within > TimeSpan.Zero ? $" that come within {batch.Within.TotalMilliseconds:0.###} ms" : "";
        return $"; runs of up to {batch.MaxSize} pictures of one size{within}";
    }
}
