using System.Diagnostics;
using System.Text.Json.Nodes;
using ActorInference.Cli.Terminal;

namespace ActorInference.Cli.Running;

/// <summary>What <c>run</c> and <c>demo</c> tell of a stream: where the model runs and how, before; what it took, after.</summary>
internal static class StreamReport
{
    /// <summary>Says where the model runs, how pictures are prepared, and what of it was assumed.</summary>
    public static void Begin(Report report, PictureStages stages, StreamSettings settings)
    {
        var (predictor, model) = (stages.Predictor, stages.Model);
        var snapshot = predictor.Snapshot();
        report.Say($"{predictor.Model} on {CommandPredictor.Devices(snapshot)}: {model.Preparation.Describe()}");
        report.Say($"{CommandPredictor.Plan(snapshot)}{Mode(settings)}{Batches(predictor, settings)}");
        if (model.Assumptions.Count > 0) report.Say($"assumed, because neither options nor a manifest say: {string.Join(", ", model.Assumptions)}");
        report.Json["model"] = predictor.Model;
        report.Json["mode"] = settings.Mode;
        CommandPredictor.Describe(report.Json, snapshot);
        report.Json["preparation"] = model.Preparation.Describe();
        report.Json["assumed"] = new JsonArray([.. model.Assumptions.Select(text => (JsonNode)text)]);
        report.Json["warmUp"] = string.Join("; ", snapshot.Pools.SelectMany(pool => pool.Sessions).Select(session => session.WarmUp).Distinct());
    }

    /// <summary>Fills the part of the JSON object that tells what the stream took.</summary>
    public static void Describe(JsonObject json, PipelineProgress progress, long succeeded, PredictorSnapshot snapshot)
    {
        var seconds = Math.Max(progress.Elapsed.TotalSeconds, 1e-6);
        using var process = Process.GetCurrentProcess();
        json["seconds"] = Math.Round(seconds, 3);
        json["throughput"] = Math.Round(succeeded / seconds, 3);
        json["busySeconds"] = new JsonObject(progress.Stages.Select(stage => KeyValuePair.Create(stage.Name, (JsonNode?)Math.Round(stage.Busy.TotalSeconds, 3))));
        json["batches"] = snapshot.Batches;
        json["meanBatchSize"] = Math.Round(MeanBatch(snapshot), 3);
        json["maxItemsInFlight"] = progress.MaxItemsInFlight;
        json["maxBytesInFlight"] = progress.MaxBytesInFlight;
        json["peakMemoryBytes"] = process.PeakWorkingSet64;
    }

    /// <summary>How many items shared a run, for the end of a line; nothing where none did.</summary>
    public static string Shared(PredictorSnapshot snapshot) => snapshot.BatchRows > snapshot.Batches ? $", {MeanBatch(snapshot):0.0} in a run" : "";

    private static double MeanBatch(PredictorSnapshot snapshot) => snapshot.BatchRows / Math.Max(1.0, snapshot.Batches);

    private static string Mode(StreamSettings settings) => settings.Mode == "async" ? "" : $"; mode {settings.Mode}";

    private static string Batches(Predictor predictor, StreamSettings settings)
    {
        var batch = settings.Predictor.Batch;
        if (batch.MaxSize == 1) return "";
        if (predictor.WhyNoBatches is { } reason) return $"; one picture a run: {reason}";
        var within = batch.Within > TimeSpan.Zero ? $" that come within {batch.Within.TotalMilliseconds:0.###} ms" : "";
        return $"; runs of up to {batch.MaxSize} pictures of one size{within}";
    }
}
