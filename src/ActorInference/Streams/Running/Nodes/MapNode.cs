using System.Diagnostics;
using System.Runtime.CompilerServices;
using ActorInference.Telemetry;

namespace ActorInference.Streams.Running;

/// <summary><see cref="MapStage{TIn,TOut}"/> at work. Work begins on a worker; where it goes on later, it ends on whichever thread completes it.</summary>
internal sealed class MapNode<TIn, TOut>(RunState state, MapStage<TIn, TOut> stage, int parallelism, bool ordered)
    : WorkNode<TIn, TOut>(state, stage.Name, parallelism, ordered)
{
    public override bool IsStartable => Unbegun.Count > 0 && Allowed > 0;

    public override object Start() => Begin();

    public override void Run(object work)
    {
        var slot = (Slot)work;
        var before = default(Activity);
        slot.Activity = State.Telemetry.BeginWork(Name, slot.In.Activity);
        if (slot.Activity is not null)
        {
            before = Activity.Current;
            Activity.Current = slot.Activity; // what the work begins by itself is part of it
        }

        slot.Started = State.Clock.Now;
        try
        {
            slot.Work = Awaited(stage.Work(slot.In.Outcome.Value, State.Cancelled));
        }
        catch (Exception problem)
        {
            slot.Work = Awaited(ValueTask.FromException<Outcome<TOut>>(problem));
        }

        if (slot.Activity is not null) Activity.Current = before;
        if (slot.Work.IsCompleted) End(slot, isWorker: true);
        else slot.Work.UnsafeOnCompleted(slot.Continue);
    }

    protected override void Continue(Slot slot) => End(slot, isWorker: false);

    private void End(Slot slot, bool isWorker)
    {
        Outcome<TOut> outcome;
        try
        {
            outcome = slot.Work.GetResult();
        }
        catch (Exception problem)
        {
            // Whoever throws has not handed the item on.
            State.DisposeNow(slot.In.Outcome);
            outcome = Describe(problem);
        }

        var stamps = State.Clock.Now - slot.Started;
        State.Telemetry.Worked(Name, State.Clock.Duration(stamps), outcome.Failure);
        if (slot.Activity is { } activity) Activities.End(activity, outcome.Failure);
        var after = default(After);
        lock (State.Gate)
        {
            Finish(slot, outcome, stamps);
            State.Settle(ref after, isWorker);
        }

        State.CarryOut(after);
    }

    // Its result is taken once, in End.
    private static ValueTaskAwaiter<Outcome<TOut>> Awaited(ValueTask<Outcome<TOut>> work) => work.GetAwaiter();
}
