namespace ActorInference.Bench.Predicting;

/// <summary>
/// What one writes first: <c>Parallel.ForEach</c> over a session that was opened with the runtime's own defaults, which are a thread for each core
/// inside every <c>Run</c>, spinning while they wait.
/// </summary>
internal sealed class ParallelRuns : IPredictLoop
{
    private readonly ISession _session;
    private readonly ThreadLocal<BareRun> _runs;

    public ParallelRuns(BenchModel model)
    {
        _session = model.Open(new() { IntraOpThreads = 0, AllowSpinning = true });
        _runs = new(() => new(model, _session), trackAllValues: true);
    }

    public void Predict(int items) => Parallel.ForEach(Enumerable.Range(0, items), _ => _runs.Value!.Step());

    public void Dispose()
    {
        foreach (var run in _runs.Values) run.Dispose();
        _runs.Dispose();
        _session.Dispose();
    }
}
