using System.Diagnostics;
using ActorInference.Telemetry;

namespace ActorInference.Streams.Running;

/// <summary><see cref="GroupStage{T}"/> at work.</summary>
internal sealed class GroupNode<T> : Node<IReadOnlyList<T>>, IInlet<T>
{
    private readonly GroupStage<T> _stage;
    private readonly ITimer? _timer;
    private readonly Queue<Element<IReadOnlyList<T>>> _ready = new(); // a group, and the failure that ended it
    private readonly List<Element<T>> _group = [];
    private long _began; // when the first of the group came

    public GroupNode(RunState state, GroupStage<T> stage)
        : base(state, stage.Name)
    {
        _stage = stage;
        if (stage.Within != Timeout.InfiniteTimeSpan) _timer = state.Clock.Time.CreateTimer(_ => Due(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public bool HasRoom => _ready.Count == 0;

    public override bool IsEmpty => _ready.Count == 0 && _group.Count == 0;

    public override int Waiting => _group.Sum(element => element.Count) + _ready.Sum(element => element.Count);

    // Nothing more is let in until some of what groups have gathered goes on: that of the last stage first.
    private bool IsWholeBudget => _group.Count > 0 && State.Ledger.Items == State.Gathered && !State.Ledger.HasRoom;

    public void Put(in Element<T> came)
    {
        var element = Admit(came);
        if (!element.Outcome.Succeeded)
        {
            CloseGroup();
            _ready.Enqueue(element.With<IReadOnlyList<T>>(element.Outcome.Failure!));
            return;
        }

        _group.Add(element);
        State.Gathered += element.Count;
        if (_group.Count == _stage.Count) CloseGroup();
        else if (_group.Count == 1) Arm();
    }

    public override bool Push()
    {
        if (UpstreamDone || IsWholeBudget) CloseGroup();
        var moved = false;
        while (_ready.Count > 0 && CanEmit)
        {
            var element = _ready.Dequeue();
            if (element.Outcome.Succeeded) Succeeded += element.Count;
            Emit(element);
            moved = true;
        }

        return moved;
    }

    public override void Cancel(Failure failure)
    {
        End(_ready, failure);
        foreach (var element in _group)
        {
            _ready.Enqueue(Ended<T, IReadOnlyList<T>>(element, failure));
            State.Gathered -= element.Count;
        }

        _group.Clear();
    }

    public override void Close() => _timer?.Dispose();

    private void CloseGroup()
    {
        if (_group.Count == 0) return;
        var values = new T[_group.Count];
        var (count, weight) = (0, default(Weight));
        var activity = default(Activity);
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = _group[i].Outcome.Value;
            count += _group[i].Count;
            weight += _group[i].Weight;

            // The group goes on under the first that is traced.
            if (activity is null) activity = _group[i].Activity;
            else State.EndItem(_group[i].Activity, null, Attributes.Grouped);
        }

        State.Gathered -= count;
        _ready.Enqueue(new(_group[0].Item, count, weight, Outcome.Of<IReadOnlyList<T>>(values)) { Activity = activity, HasEntered = true });
        _group.Clear();
    }

    private void Arm()
    {
        _began = State.Clock.Now;
        _timer?.Change(_stage.Within, Timeout.InfiniteTimeSpan);
    }

    private void Due() => State.Change(() =>
    {
        // Timers may fire a little early, and for a group that is gone.
        var left = _stage.Within - State.Clock.Duration(State.Clock.Now - _began);
        if (left <= TimeSpan.Zero) CloseGroup();
        else if (_group.Count > 0) _timer!.Change(left, Timeout.InfiniteTimeSpan);
    });
}
