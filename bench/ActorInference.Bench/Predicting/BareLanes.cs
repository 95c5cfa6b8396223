namespace ActorInference.Bench.Predicting;

/// <summary>
/// A bare loop on one thread for each lane, over one session; the calling thread is one of them. Whoever is free takes the next item, as a pool's
/// lanes do, so that a thread that the machine held up does not hold up the rest.
/// </summary>
internal sealed class BareLanes : IPredictLoop
{
    private readonly ISession _session;
    private readonly BareRun[] _runs;
    private readonly Barrier _turn; // the lanes pass it together at the begin and at the end of each measurement
    private int _left;
    private bool _ended;

    public BareLanes(BenchModel model, ThreadPlan plan)
    {
        _session = model.Open(new() { IntraOpThreads = plan.ThreadsPerLane });
        _runs = [.. Enumerable.Range(0, plan.Lanes).Select(_ => new BareRun(model, _session))];
        _turn = new(plan.Lanes);

        // In the background: when one fails, the process ends with its message, and does not wait for the others.
        foreach (var run in _runs.AsSpan(1)) new Thread(() => Loop(run)) { IsBackground = true }.Start();
    }

    public void Predict(int items)
    {
        _left = items;
        _turn.SignalAndWait();
        Work(_runs[0]);
        _turn.SignalAndWait();
    }

    public void Dispose()
    {
        _ended = true;
        _turn.SignalAndWait();
        _turn.SignalAndWait(); // after this the other threads touch nothing any more
        foreach (var run in _runs) run.Dispose();
        _session.Dispose();
    }

    private void Loop(BareRun run)
    {
        while (!_ended)
        {
            _turn.SignalAndWait();
            if (!_ended) Work(run);
            _turn.SignalAndWait();
        }
    }

    private void Work(BareRun run)
    {
        while (Interlocked.Decrement(ref _left) >= 0) run.Step();
    }
}
