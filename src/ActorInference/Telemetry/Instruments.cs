using System.Diagnostics.Metrics;

namespace ActorInference.Telemetry;

/// <summary>
/// The meter and all that it measures; docs/telemetry.md has a row for each. What happens is recorded as it happens, and only while somebody listens; how things stand is looked up when somebody collects.
/// </summary>
internal static class Instruments
{
    private static readonly Meter Meter = new(ActorInferenceTelemetry.MeterName, LibraryVersion.Text);

    // Predictions.
    public static readonly Counter<long> Predictions = Counter("actorinference.predictions", "{prediction}", "Predictions that ended, in whatever way.");

    public static readonly Counter<long> Refused = Counter("actorinference.prediction.refusals", "{prediction}", "Predictions that were refused at the door: never let into a queue.");

    public static readonly Counter<long> Retried = Counter("actorinference.prediction.retries", "{prediction}", "Predictions that were tried a second time, because their session failed under them.");

    public static readonly Histogram<double> Duration = Seconds("actorinference.prediction.duration", "From the call to its outcome.");

    public static readonly Histogram<double> TimeInQueue = Seconds("actorinference.prediction.time_in_queue", "From the call to the start of the run that gave the result, waiting for room included.");

    public static readonly Histogram<double> TimeInRun = Seconds("actorinference.prediction.time_in_run", "The run that gave the result, as each of its predictions had it.");

    // Runs, sessions and lanes.
    public static readonly Histogram<double> RunDuration = Seconds("actorinference.run.duration", "Runs that gave results, each once.");

    public static readonly Histogram<int> BatchSize = Publication.Publish(Meter, "actorinference.run.batch_size", () => Meter.CreateHistogram(
        "actorinference.run.batch_size", "{row}", "Rows that shared a run, padding not counted.", tags: null, new InstrumentAdvice<int> { HistogramBucketBoundaries = Buckets.Rows }));

    public static readonly Counter<long> Restarts = Counter("actorinference.session.restarts", "{session}", "Sessions that were rebuilt after a failure and are back.");

    public static readonly Counter<long> Abandoned = Counter("actorinference.lane.abandonments", "{lane}", "Lanes that were given up because their run did not return.");

    // Stages.
    public static readonly Histogram<double> StageDuration = Seconds("actorinference.stage.duration", "Work of a stage on one element; of a predict stage the item's share of its run.");

    private static readonly Instrument[] Levels =
    [
        Level("actorinference.prediction.in_flight", "{prediction}", "Predictions that were let in and have not ended.", LivePredictors.InFlight),
        Level("actorinference.prediction.in_flight_size", "By", "Bytes of inputs, batches and outputs in flight, reserved ones included.", LivePredictors.Bytes),
        Level("actorinference.prediction.waiting_for_room", "{prediction}", "Predictions whose callers wait to be let in.", LivePredictors.WaitingForRoom),
        Level("actorinference.prediction.queued", "{prediction}", "Predictions that wait for a lane.", LivePredictors.Queued),
        Level("actorinference.lane.count", "{lane}", "Lanes by what they do.", LivePredictors.Lanes),
        Level("actorinference.pool.count", "{pool}", "Pools by how they are.", LivePredictors.Pools),
        Total("actorinference.pipeline.items", "{item}", "Items that ended as an outcome of a pipeline.", LivePipelines.Items),
        Total("actorinference.stage.drops", "{item}", "Items that a stage dropped.", LivePipelines.Drops),
        Level("actorinference.pipeline.active_runs", "{run}", "Pipelines that run.", LivePipelines.Runs),
        Level("actorinference.pipeline.in_flight", "{item}", "Items between source and sink.", LivePipelines.InFlight),
        Level("actorinference.pipeline.in_flight_size", "By", "Bytes between source and sink.", LivePipelines.Bytes),
        Level("actorinference.stage.in_flight", "{item}", "Items in a stage that wait for work or are in work.", LivePipelines.InStages),
    ];

    /// <summary>Whether anybody wants to know of predictions.</summary>
    public static bool WantPredictions => Predictions.Enabled || Duration.Enabled || TimeInQueue.Enabled || TimeInRun.Enabled || Refused.Enabled || Retried.Enabled;

    /// <summary>Whether anybody wants to know of runs.</summary>
    public static bool WantRuns => RunDuration.Enabled || BatchSize.Enabled;

    /// <summary>Makes them, if that has not been done: whoever listens hears of all before anything is measured.</summary>
    public static void Publish() => _ = Levels.Length;

    private static Counter<long> Counter(string name, string unit, string description) => Publication.Publish(Meter, name, () => Meter.CreateCounter<long>(name, unit, description));

    private static Histogram<double> Seconds(string name, string description) =>
        Publication.Publish(Meter, name, () => Meter.CreateHistogram(name, "s", description, tags: null, new InstrumentAdvice<double> { HistogramBucketBoundaries = Buckets.Seconds }));

    private static ObservableUpDownCounter<long> Level(string name, string unit, string description, Func<IEnumerable<Measurement<long>>> look) =>
        Publication.Publish(Meter, name, () => Meter.CreateObservableUpDownCounter(name, look, unit, description));

    private static ObservableCounter<long> Total(string name, string unit, string description, Func<IEnumerable<Measurement<long>>> look) =>
        Publication.Publish(Meter, name, () => Meter.CreateObservableCounter(name, look, unit, description));
}
