using ActorInference.Akka.Streams.Ports;
using ActorInference.Streams.Running;

namespace ActorInference.Akka.Streams;

/// <summary>
/// A run whose elements are moved by a graph of Akka.Streams. The stages' own state is what it is on any engine, and changes under the gate, on any thread; what a change lets move between stages is told to
/// the graph through its ports, as demand and as elements, and moves in the graph's actor.
/// </summary>
internal sealed class GraphState(PipelineOptions options) : RunState(options)
{
    private readonly Dictionary<long, IPort> _moving = []; // what the graph has and no stage of ours, by the number of the item: who gave it
    private int _starting; // stages of the graph that cannot be told anything yet
    private bool _isBroken;
    private bool _isEmpty; // every element has come out

    /// <summary>All ports of the graph, from the source on.</summary>
    public List<IPort> Ports { get; } = [];

    /// <summary>Whether the graph was stopped before its elements had come out: nothing moves any more.</summary>
    public override bool IsBroken => _isBroken;

    protected override bool IsDone => Source.HasEnded && (_isEmpty || (IsBroken && Nodes.TrueForAll(node => !node.IsRunning)));

    public override void Settle(ref After after, bool isWorker = false)
    {
        Move();
        if (!IsStarting || IsBroken)
        {
            foreach (var port in Ports) port.Settle();
            Move(); // what was held at a port has gone on, or a stage has learnt that nothing more will come
            foreach (var port in Ports) port.Settle();
        }

        Source.Settle();
        Owe(ref after);
        Wake(isWorker && after.IsNothing);
    }

    /// <summary>A stage of the graph is there, with its ports; it hears nothing before it says that it has started.</summary>
    public void Expect(params ReadOnlySpan<IPort> ports)
    {
        lock (Gate)
        {
            _starting++;
            Ports.AddRange(ports);
        }
    }

    /// <summary>Whether a stage of the graph has not started yet. Under the gate.</summary>
    public bool IsStarting => _starting > 0;

    /// <summary>A stage that was expected has started.</summary>
    public void NoteStart() => Change(() => _starting--);

    /// <summary>Something that is guarded by the gate.</summary>
    public T Read<T>(Func<T> read)
    {
        lock (Gate) return read();
    }

    /// <summary>An element is given to the graph; until it arrives it is the port's to lose. Under the gate.</summary>
    public void NoteDeparture(long item, IPort port) => _moving.Add(item, port);

    /// <summary>An element has come from the graph. Under the gate.</summary>
    public void NoteArrival(long item)
    {
        if (_moving.Remove(item, out var port)) port.NoteArrival(item);
    }

    /// <summary>Every element has come out. Under the gate.</summary>
    public void NoteEmpty() => _isEmpty = true;

    /// <summary>The graph was stopped with elements in it, which end as cancelled.</summary>
    /// <param name="reason">What they say.</param>
    /// <param name="problem">What comes out at the end of the run; null for nothing.</param>
    public void Break(Failure reason, Exception? problem) => Change(() =>
    {
        if (_isBroken) return;
        _isBroken = true;
        Problem ??= problem;
        Abort(reason);
    });

    /// <summary>The graph was stopped because the actor system was, or because it failed, which it never should.</summary>
    public void BreakWithSystem(Exception? bug = null)
    {
        var failure = new Failure(ErrorKind.Cancelled, "the actor system that ran the stream was terminated.");
        Break(failure, bug is null ? failure.ToException() : new InvalidOperationException("This is a bug: a graph failed.", bug));
    }
}
