namespace ActorInference.Bench.Streams;

/// <summary>The ways that are measured against each other.</summary>
internal sealed record StreamVariant(string Name, string Key, Func<StreamCase, string, IStreamLoop> Open)
{
    private static readonly SessionOptions Defaults = new() { IntraOpThreads = 0, AllowSpinning = true };
    private static readonly SessionOptions Planned = new() { IntraOpThreads = 1, AllowSpinning = false };

    public static IReadOnlyList<StreamVariant> All { get; } =
    [
        new("pipeline, async", "async", (model, output) => new PipelineLoop(model, output, PipelineOptions.Async)),
#if AKKA
        new("pipeline, async, engine akka", "akka", (model, output) => Akka.AkkaLoop.OverPredictor(model, output)),
        new("pipeline, async, engine akka, session actors of Akka", "akka-actors", (model, output) => Akka.AkkaLoop.OverActors(model, output)),
#endif
        new("pipeline, async, unordered", "unordered", (model, output) => new PipelineLoop(model, output, PipelineOptions.Async with { Ordered = false })),
        new("pipeline, batch of 4", "batch", (model, output) => new PipelineLoop(model, output, PipelineOptions.Batch(4))),
        new("pipeline, sync", "sync", (model, output) => new PipelineLoop(model, output, PipelineOptions.Sync)),
        new("(a) plain loop, default session", "loop", (model, output) => new PlainLoop(model, output, Defaults)),
        new("(b) Parallel.ForEachAsync, default session", "parallel", (model, output) => new ParallelLoop(model, output, Defaults)),
        new("(c) TPL Dataflow, same bounds, default session", "dataflow", (model, output) => new DataflowLoop(model, output, Defaults)),
        new("(c) TPL Dataflow, same bounds and thread plan", "dataflow-planned", (model, output) => new DataflowLoop(model, output, Planned)),
    ];
}
