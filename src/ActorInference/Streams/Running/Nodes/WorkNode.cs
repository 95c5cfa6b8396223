using System.Diagnostics;
using System.Runtime.CompilerServices;
using ActorInference.Batching;

namespace ActorInference.Streams.Running;

/// <summary>
/// A stage that works on each element. An element has a slot from the moment it comes until it has left; there are twice as many slots as may be in work,
/// so that work is ready when a worker or lane is, and what is done can wait for its turn.
/// </summary>
internal abstract class WorkNode<TIn, TOut> : Node<TOut>, IInlet<TIn>
{
    private readonly Stack<Slot> _free = new();
    private readonly Queue<Slot> _leaving = new(); // ordered: all that are taken; unordered: those that are done
    private readonly int _parallelism;
    private readonly long _most; // slots that there may be; they are made as they are needed

    protected WorkNode(RunState state, string name, int parallelism, bool ordered)
        : base(state, name)
    {
        _parallelism = parallelism;
        IsOrdered = ordered;
        _most = Math.Min(2L * parallelism, Array.MaxLength);
    }

    /// <summary>Elements that it holds at most.</summary>
    public int Most => (int)_most;

    /// <summary>Whether elements leave in the order they came; set before the run begins.</summary>
    public bool IsOrdered { get; set; }

    /// <summary>All slots by their index.</summary>
    protected List<Slot> Slots { get; } = [];

    /// <summary>Slots whose work has not begun, in the order they came.</summary>
    protected Queue<Slot> Unbegun { get; } = new();

    public bool HasRoom => _free.Count > 0 || Slots.Count < _most;

    public override bool IsEmpty => _free.Count == Slots.Count;

    public override int Waiting => Unbegun.Count;

    /// <summary>How much more may be in work.</summary>
    protected int Allowed => _parallelism - Running;

    public virtual void Put(in Element<TIn> element)
    {
        var slot = _free.Count > 0 ? _free.Pop() : Add();
        if (IsOrdered) _leaving.Enqueue(slot);
        if (!element.Outcome.Succeeded) Done(slot, element.With<TOut>(element.Outcome.Failure!));
        else if (State.Aborted is { } failure)
        {
            Done(slot, Ended<TIn, TOut>(element, failure));
        }
        else
        {
            slot.In = element;
            Unbegun.Enqueue(slot);
        }
    }

    public override bool Push()
    {
        var moved = false;
        while (_leaving.TryPeek(out var slot) && slot.IsDone && CanEmit)
        {
            _leaving.Dequeue();
            var element = slot.Out;
            slot.Clear();
            _free.Push(slot);
            Emit(element);
            moved = true;
        }

        return moved;
    }

    public override void Cancel(Failure failure)
    {
        while (Unbegun.TryDequeue(out var slot)) Done(slot, Ended<TIn, TOut>(slot.In, failure));
    }

    /// <summary>The work on a slot has begun.</summary>
    protected Slot Begin()
    {
        var slot = Unbegun.Dequeue();
        Running++;
        return slot;
    }

    /// <summary>The work on a slot has ended.</summary>
    protected void Finish(Slot slot, in Outcome<TOut> outcome, long stamps)
    {
        Running--;
        Busy += stamps;
        var element = State.Ledger.Weigh(slot.In.With(outcome));
        if (outcome.Succeeded) Succeeded += element.Count;
        else
        {
            Failed += element.Count;
            State.NoteFailure(outcome.Failure!);
        }

        Done(slot, element);
    }

    /// <summary>What to say of work that threw.</summary>
    protected Failure Describe(Exception problem) => problem switch
    {
        InferenceException known => known.Failure,
        OperationCanceledException => State.Aborted ?? new(ErrorKind.Cancelled, $"the stage '{Name}' cancelled its work."),
        OutOfMemoryException => new(ErrorKind.OutOfMemory, $"the stage '{Name}' ran out of memory."),
        _ => Thrown.By($"the stage '{Name}'", problem) with { Kind = ErrorKind.Internal },
    };

    private Slot Add()
    {
        var slot = new Slot(this, Slots.Count);
        Slots.Add(slot);
        return slot;
    }

    private void Done(Slot slot, in Element<TOut> element)
    {
        slot.In = default;
        slot.Out = element;
        slot.IsDone = true;
        if (!IsOrdered) _leaving.Enqueue(slot);
    }

    /// <summary>The place of one element. Its fields are guarded by the gate; while in work, what it came with and when belong to who works on it.</summary>
    protected sealed class Slot
    {
        private readonly WorkNode<TIn, TOut> _node;

        public Slot(WorkNode<TIn, TOut> node, int index)
        {
            _node = node;
            Index = index;
            Continue = () => _node.Continue(this);
        }

        public int Index { get; }

        /// <summary>Made once: asynchronous work goes on here without a new object for each item.</summary>
        public Action Continue { get; }

        public Element<TIn> In { get; set; }

        public Element<TOut> Out { get; set; }

        public bool IsDone { get; set; }

        public long Started { get; set; }

        /// <summary>Whoever traces the work sees this; null where nobody does.</summary>
        public Activity? Activity { get; set; }

        public ValueTaskAwaiter<Outcome<TOut>> Work { get; set; }

        public void Clear()
        {
            (In, Out, Work, Activity) = (default, default, default, null);
            IsDone = false;
        }
    }

    /// <summary>The asynchronous work of a slot has ended.</summary>
    protected virtual void Continue(Slot slot)
    {
    }
}
