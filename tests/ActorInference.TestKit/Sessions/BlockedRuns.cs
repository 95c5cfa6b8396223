namespace ActorInference.TestKit;

/// <summary>The runs that wait for the test, in the order they came. Thread-safe.</summary>
internal sealed class BlockedRuns
{
    private readonly object _gate = new(); // pulsed when a run comes
    private readonly List<FakeRun> _runs = [];

    public IReadOnlyList<FakeRun> Snapshot()
    {
        lock (_gate) return [.. _runs];
    }

    public IReadOnlyList<FakeRun> WaitFor(int count)
    {
        lock (_gate)
        {
            Patience.Wait(_gate, () => _runs.Count, count, "blocked runs");
            return [.. _runs];
        }
    }

    public void Add(FakeRun run)
    {
        lock (_gate)
        {
            _runs.Add(run);
            Monitor.PulseAll(_gate);
        }
    }

    public void Remove(FakeRun run)
    {
        lock (_gate) _runs.Remove(run);
    }
}
