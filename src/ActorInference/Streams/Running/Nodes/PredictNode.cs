using System.Diagnostics;
using ActorInference.Predicting;

namespace ActorInference.Streams.Running;

/// <summary>
/// <see cref="PredictStage{T}"/> at work. One worker at a time hands items in, so that the predictor gets them in the order they came: a later one can never hold
/// the room that an earlier one waits for. Lanes tell of results without a task in between.
/// </summary>
internal sealed class PredictNode<T> : WorkNode<T, Predicted<T>>, ICompletion
{
    private readonly PredictStage<T> _stage;
    private readonly int _group;
    private readonly TimeSpan _within;
    private readonly ITimer? _timer;
    private readonly List<Slot> _handedIn = []; // of the worker that hands in
    private bool _isHandingIn;
    private bool _isDue;

    public PredictNode(RunState state, PredictStage<T> stage, int parallelism, bool ordered, int group, TimeSpan within)
        : base(state, stage.Name, parallelism, ordered)
    {
        _stage = stage;
        _group = group;
        _within = within;
        _isDue = within == TimeSpan.Zero;
        if (group > 1 && !_isDue) _timer = state.Clock.Time.CreateTimer(_ => Due(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public override bool IsStartable => !_isHandingIn && Unbegun.Count > 0 && Allowed > 0 && (Math.Min(Unbegun.Count, Allowed) >= _group || _isDue || UpstreamDone);

    /// <inheritdoc/>
    /// <remarks>That of the run. Room at the predictor, besides, would be missing when other stages ask for it, or gather: they would wait for what waits for them.</remarks>
    public bool HasBudget => true;

    public override void Put(in Element<T> element)
    {
        var wasEmpty = Unbegun.Count == 0;
        base.Put(element);
        if (wasEmpty && Unbegun.Count > 0) _timer?.Change(_within, Timeout.InfiniteTimeSpan);
    }

    public override object Start()
    {
        _isHandingIn = true;
        for (var count = Math.Min(Math.Min(Unbegun.Count, Allowed), _group); count > 0; count--) _handedIn.Add(Begin());
        if (_timer is not null)
        {
            _isDue = false;
            if (Unbegun.Count > 0) _timer.Change(_within, Timeout.InfiniteTimeSpan);
        }

        return this;
    }

    public override void Run(object work)
    {
        foreach (ref var slot in System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_handedIn)) slot.Started = State.Clock.Now;
        HandIn();
        _handedIn.Clear();
        var after = default(After);
        lock (State.Gate)
        {
            _isHandingIn = false;
            State.Settle(ref after, isWorker: true);
        }

        State.CarryOut(after);
    }

    /// <inheritdoc/>
    /// <remarks>An item is traced whole or not at all.</remarks>
    public bool TryGetParent(int index, out Activity? parent)
    {
        lock (State.Gate) parent = Slots[index].In.Activity;
        return parent is not null;
    }

    /// <inheritdoc/>
    public void Complete(int index, in Outcome<Prediction> outcome)
    {
        var after = default(After);
        var isThere = outcome.TryGet(out var prediction, out var failure);
        if (isThere) State.Telemetry.Worked(Name, prediction!.Timing.Run / Math.Max(1, prediction.Timing.BatchRows), null);
        lock (State.Gate)
        {
            var slot = Slots[index];
            if (isThere)
            {
                var stamps = State.Clock.Stamps(prediction!.Timing.Run) / Math.Max(1, prediction.Timing.BatchRows);
                Finish(slot, new Predicted<T>(slot.In.Outcome.Value, prediction), stamps);
            }
            else
            {
                State.Discard(slot.In.Outcome);
                Finish(slot, failure!.Kind == ErrorKind.Cancelled && State.Aborted is { } aborted ? aborted : failure, 0);
            }

            State.Settle(ref after);
        }

        // On a lane's thread, which runs nobody else's code.
        State.CarryOutElsewhere(after);
    }

    public override void Close() => _timer?.Dispose();

    private void HandIn()
    {
        var inputs = new RunInput[_handedIn.Count][];
        var indices = new int[_handedIn.Count];
        var count = 0;
        foreach (var slot in _handedIn)
        {
            try
            {
                // An item ends as soon as nobody waits for it, and may own what a run still reads.
                if (Lending.TakeOver(_stage.Inputs(slot.In.Outcome.Value)).TryGet(out inputs[count]!, out var failure)) indices[count++] = slot.Index;
                else Complete(slot.Index, failure);
            }
            catch (Exception problem)
            {
                Complete(slot.Index, Describe(problem));
            }
        }

        if (count > 0) PredictorDoor.HandIn(_stage.Predictor, inputs.AsSpan(0, count), indices.AsSpan(0, count), _stage.Prediction, this, State.Cancelled);
    }

    private void Due() => State.Change(() => _isDue = Unbegun.Count > 0);
}
