using System.Diagnostics;
using System.Runtime.CompilerServices;
using ActorInference.Telemetry;

namespace ActorInference.Streams.Embedded;

/// <summary><see cref="MapStage{TIn,TOut}"/> at work. Work begins on a worker; where it goes on later, it ends on whichever thread completes it.</summary>
internal sealed class MapNode<TIn, TOut>(Flow flow, MapStage<TIn, TOut> stage, int parallelism, bool ordered)
    : WorkNode<TIn, TOut>(flow, stage.Name, parallelism, ordered)
{
    public override bool IsStartable => Unbegun.Count > 0 && Allowed > 0;

    public override object Start() => Begin();

    public override void Run(object work)
    {
        var slot = (Slot)work;
        var before = default(Activity);
        slot.Activity = Flow.Telemetry.BeginWork(Name, slot.In.Activity);
        if (slot.Activity is not null)
        {
            before = Activity.Current;
            Activity.Current = slot.Activity; // what the work begins by itself is part of it
        }

        slot.Started = Flow.Clock.Now;
        try
        {
            slot.Work = Awaited(stage.Work(slot.In.Outcome.Value, Flow.Cancelled));
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
            Flow.DisposeNow(slot.In.Outcome);
            outcome = Describe(problem);
        }

        var stamps = Flow.Clock.Now - slot.Started;
        Flow.Telemetry.Worked(Name, Flow.Clock.Duration(stamps), outcome.Failure);
        if (slot.Activity is { } activity) Activities.End(activity, outcome.Failure);
        var after = default(After);
        lock (Flow.Gate)
        {
            Finish(slot, outcome, stamps);
            Flow.Settle(ref after, isWorker);
        }

        Flow.CarryOut(after);
    }

    // Its result is taken once, in End.
    private static ValueTaskAwaiter<Outcome<TOut>> Awaited(ValueTask<Outcome<TOut>> work) => work.GetAwaiter();
}
