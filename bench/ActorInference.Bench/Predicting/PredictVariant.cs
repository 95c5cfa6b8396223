namespace ActorInference.Bench.Predicting;

/// <summary>A way to predict that is measured against the others.</summary>
/// <param name="Name">What tables call it.</param>
/// <param name="IsBare">Whether it is a bare loop: the best of these is what others are measured by.</param>
/// <param name="Open">Opens a model for it. The caller owns the loop.</param>
internal sealed record PredictVariant(string Name, bool IsBare, Func<BenchModel, IPredictLoop> Open)
{
    // One thread, then every way to give all cores to whole lanes or to one.
    private static readonly IReadOnlyList<ThreadPlan> Plans =
        [.. new[] { (1, 1), (Environment.ProcessorCount, 1), (1, Environment.ProcessorCount) }.Distinct().Select(plan => new ThreadPlan(plan.Item1, plan.Item2, Environment.ProcessorCount))];

    public static IReadOnlyList<PredictVariant> All { get; } =
    [
        .. Plans.Select(plan => new PredictVariant($"bare loop, {plan}", IsBare: true, model => new BareLanes(model, plan))),
        new("Parallel.ForEach, default session", IsBare: false, model => new ParallelRuns(model)),
        new("predictor, PredictBatch by 2 callers", IsBare: false, model => new PredictorBatches(model)),
        new("predictor, PredictAsync by 64 callers", IsBare: false, model => new PredictorCallers(model, 64)),
    ];
}
