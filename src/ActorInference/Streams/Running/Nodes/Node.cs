using ActorInference.Telemetry;

namespace ActorInference.Streams.Running;

/// <summary>A stage at work. All of it is guarded by the run's gate, but for <see cref="Run"/>.</summary>
internal abstract class Node(RunState state, string name)
{
    protected RunState State => state;

    protected int Running { get; set; }

    protected long Succeeded { get; set; }

    protected long Failed { get; set; }

    protected long Dropped { get; set; }

    /// <summary>Timestamps that work took.</summary>
    protected long Busy { get; set; }

    /// <summary>Whether nothing will come any more.</summary>
    public bool UpstreamDone { get; set; }

    /// <summary>Whether this is the last of the stages at the source that drop: what leaves it enters the budget.</summary>
    public bool IsEntry { get; set; }

    /// <summary>Whether it holds nothing.</summary>
    public abstract bool IsEmpty { get; }

    /// <summary>Whether something of it is in work.</summary>
    public bool IsRunning => Running > 0;

    /// <summary>Items that wait in it.</summary>
    public abstract int Waiting { get; }

    /// <summary>Whether there is work that a worker could begin.</summary>
    public virtual bool IsStartable => false;

    /// <summary>Moves what is ready to the next stage, while that has room; whether anything moved.</summary>
    public abstract bool Push();

    /// <summary>Ends what waits: nothing is begun any more.</summary>
    public abstract void Cancel(Failure failure);

    /// <summary>Begins a piece of work, which <see cref="Run"/> is then given.</summary>
    public virtual object Start() => throw new InvalidOperationException("This is a bug: a stage without work was told to begin.");

    /// <summary>Does it, on a worker, outside the gate. Must not throw.</summary>
    public virtual void Run(object work)
    {
    }

    public StageSnapshot Snapshot() => new(name, Waiting, Running, Succeeded, Failed, Dropped, state.Clock.Duration(Busy));

    /// <summary>Lets go of what the node owns outside memory: timers.</summary>
    public virtual void Close()
    {
    }

    protected string Name => name;

    /// <summary>The element with a failure in place of its value, which nobody will have any more.</summary>
    protected Element<TNext> Ended<T, TNext>(in Element<T> element, Failure failure)
    {
        State.Discard(element.Outcome);
        var failed = element.With<TNext>(failure);
        return failed.HasEntered ? State.Ledger.Weigh(failed) : failed;
    }

    /// <summary>The element as it may wait here: once the run is aborted, no value waits.</summary>
    protected Element<T> Admit<T>(in Element<T> element) =>
        State.Aborted is { } failure && element.Outcome.Succeeded ? Ended<T, T>(element, failure) : element;
}

/// <summary>A stage that gives elements of one type.</summary>
internal abstract class Node<TOut>(RunState state, string name) : Node(state, name)
{
    /// <summary>Where they go.</summary>
    public IInlet<TOut> Next { get; set; } = null!; // set before the run begins

    /// <summary>Whether the next stage, and the budget where this is the entry, takes one.</summary>
    protected bool CanEmit => Next.HasRoom && (!IsEntry || State.IsBroken || State.Ledger.HasRoom);

    /// <summary>Puts a failure in place of every value that waits.</summary>
    protected void End(Queue<Element<TOut>> waiting, Failure failure)
    {
        for (var count = waiting.Count; count > 0; count--)
        {
            var element = waiting.Dequeue();
            waiting.Enqueue(element.Outcome.Succeeded ? Ended<TOut, TOut>(element, failure) : element);
        }
    }

    protected void Emit(in Element<TOut> element) => Next.Put(IsEntry ? State.Ledger.Enter(element) : element);

    /// <summary>Drops an element: counted, and its value disposed when the gate is open again.</summary>
    protected void Drop(in Element<TOut> element)
    {
        Dropped += element.Count;
        State.Ledger.Drop(element.Count);
        if (element.HasEntered) State.Ledger.Leave(element.Count, element.Weight);
        State.Discard(element.Outcome);
        State.EndItem(element.Activity, null, Attributes.Dropped);
    }
}
