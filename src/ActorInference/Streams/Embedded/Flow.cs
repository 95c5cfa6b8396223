using ActorInference.Predicting;
using ActorInference.Streams.Running;

namespace ActorInference.Streams.Embedded;

/// <summary>
/// A run on threads of its own. After a change of any stage elements move on wherever there is room, from the last stage to the first, until nothing moves; then the source is let take
/// more, and workers, which wait on the gate, are woken for what can be begun.
/// </summary>
internal sealed class Flow(Clock clock, Ledger ledger, bool failFast) : RunState(clock, ledger, failFast)
{
    private int _workers;
    private int _idle;

    private bool IsDrained { get; set; }

    private bool IsOver => IsDrained && !IsCarrying;

    public override void Settle(ref After after, bool isWorker = false)
    {
        do Move();
        while (NoteDone());

        Source.Settle();
        Owe(ref after);
        Wake(isWorker && after.IsNothing);
    }

    protected override void CarriedOut()
    {
        if (IsOver) Monitor.PulseAll(Gate);
    }

    /// <summary>Starts the workers. Before the first settling.</summary>
    public void StartWorkers(int count)
    {
        _workers = count;
        for (var i = 1; i <= count; i++) new Thread(Work) { IsBackground = true, Name = $"pipeline worker {i}" }.Start();
    }

    private void Move()
    {
        bool moved;
        do
        {
            moved = false;
            for (var i = Nodes.Count - 1; i >= 0; i--) moved |= Nodes[i].Push();
        }
        while (moved);
    }

    // Whether a stage has learnt that nothing more will come, so that it may have something to move.
    private bool NoteDone()
    {
        var (changed, done) = (false, Source.HasEnded);
        foreach (var node in Nodes)
        {
            changed |= done && !node.UpstreamDone;
            node.UpstreamDone |= done;
            done &= node.IsEmpty;
        }

        IsDrained = done && !changed;
        return changed;
    }

    private void Wake(bool isWorker)
    {
        if (IsOver) Monitor.PulseAll(Gate);
        else if (!isWorker && _idle > 0 && Startable() is not null) Monitor.Pulse(Gate);
    }

    private void Work()
    {
        while (Next(out var node, out var work))
        {
            try
            {
                node.Run(work);
            }
            catch (Exception problem)
            {
                Crash(problem);
            }
        }

        Leave();
    }

    private bool Next(out Node node, out object work)
    {
        lock (Gate)
        {
            while (true)
            {
                (node, work) = (null!, null!);
                if (IsOver) return false;
                if (Startable() is { } startable)
                {
                    node = startable;
                    work = node.Start();

                    // One is woken for each change; who takes work passes on that there is more.
                    if (_idle > 0 && Startable() is not null) Monitor.Pulse(Gate);
                    return true;
                }

                _idle++;
                Monitor.Wait(Gate);
                _idle--;
            }
        }
    }

    // The last worker to leave ends the run.
    private void Leave()
    {
        lock (Gate)
        {
            if (--_workers > 0) return;
        }

        EndRun();
    }
}
