// One file of more than 400 lines: all of it changes under one gate, and whether that is right is best seen at once.
using System.Diagnostics;
using ActorInference.Predicting;
using ActorInference.Telemetry;

namespace ActorInference.Streams.Running;

/// <summary>
/// What the parts of a run share, on any engine: one gate, the budget, and how it ends. Everything that several threads see is guarded by the gate, which is held for a few steps at a time; code
/// of others runs outside it (<see cref="After"/>). A change of any part is followed by <see cref="Settle"/>. Work of stages runs on threads of the run's own, which take it from whichever stage is nearest to the sink.
/// </summary>
#pragma warning disable CA1001 // The token sources have no timer and own nothing; work may look at their tokens after the run has ended.
internal abstract class RunState
#pragma warning restore CA1001
{
    /// <summary>What has become of values that nobody takes.</summary>
    public static readonly Failure Gone = new(ErrorKind.Cancelled, "nobody wants the outcome any more.");

    private readonly CancellationTokenSource _work = new();
    private readonly CancellationTokenSource _source = new();
    private List<object>? _discarded;
    private List<EndedItem>? _ended;
    private bool _cancelsWork;
    private bool _cancelsSource;
    private long? _began;
    private long? _over;
    private int _workers;
    private int _idle;
    private int _carrying; // calls of CarryOut that are owed or under way: the run lasts until they have returned
    private ProgressTeller? _teller;

    protected RunState(PipelineOptions options)
    {
        Options = options;
        Clock = new(options.Time);
        Ledger = new(options.MaxItemsInFlight ?? int.MaxValue, options.MaxBytesInFlight);
        Telemetry = new(options.Name, this);
    }

    /// <summary>How the pipeline is run.</summary>
    public PipelineOptions Options { get; }

    /// <summary>Guards everything; workers wait on it.</summary>
    public object Gate { get; } = new();

    public Clock Clock { get; }

    public Ledger Ledger { get; }

    /// <summary>Who hears of the run, its items and its stages; outside the gate.</summary>
    public PipelineTelemetry Telemetry { get; }

    /// <summary>The stages, first to last.</summary>
    public List<Node> Nodes { get; } = [];

    public ISourcePump Source { get; set; } = null!; // set before the run begins

    /// <summary>Who is told of the end; null where that is seen by itself. Set before the run begins.</summary>
    public IOutlet? Outlet { get; set; }

    /// <summary>Told to work when nobody wants it any more.</summary>
    public CancellationToken Cancelled => _work.Token;

    /// <summary>Told to the source when nothing more is wanted of it.</summary>
    public CancellationToken SourceCancelled => _source.Token;

    /// <summary>Items in groups that are not complete, of all stages.</summary>
    public int Gathered { get; set; }

    /// <summary>Whether nothing more is to be taken from the source.</summary>
    public bool IsStopping { get; private set; }

    /// <summary>Why what is in flight is cancelled; null when it is not.</summary>
    public Failure? Aborted { get; private set; }

    /// <summary>What is thrown at the end of the stream: the source's exception, that of other code which was called and has no outcome to fail, or that of a bug.</summary>
    public Exception? Problem { get => field ?? Ledger.Problem; set; }

    /// <summary>Whether every item has ended and nothing of the run is under way.</summary>
    public bool HasEnded { get; private set; }

    /// <summary>Whether what moves elements was stopped before they had come out: they are lost wherever they are.</summary>
    public virtual bool IsBroken => false;

    /// <summary>Whether every item has come out and the source has ended. Under the gate.</summary>
    protected abstract bool IsDone { get; }

    private bool IsOver => IsDone && _carrying == 0;

    /// <summary>The run has begun: its time runs, and whoever asked is told how far it is.</summary>
    public void NoteBegin()
    {
        lock (Gate) _began = Clock.Now;
        if (Options.Progress is { } hearer) _teller = new(hearer, Options, Snapshot, Note);
    }

    /// <summary>How far it is.</summary>
    public PipelineSnapshot Snapshot()
    {
        lock (Gate)
        {
            return new()
            {
                Taken = Ledger.Taken,
                Succeeded = Ledger.Succeeded,
                Failed = Ledger.Failed,
                Cancelled = Ledger.Cancelled,
                Dropped = Ledger.Dropped,
                ItemsInFlight = Ledger.Items,
                BytesInFlight = Ledger.Bytes,
                MaxItemsInFlight = Ledger.MostItems,
                MaxBytesInFlight = Ledger.MostBytes,
                Elapsed = _began is { } began ? Clock.Duration((_over ?? Clock.Now) - began) : TimeSpan.Zero,
                Expected = Options.ExpectedItems,
                Stages = [.. Nodes.Select(node => node.Snapshot())],
            };
        }
    }

    /// <summary>A change, and what follows from it.</summary>
    public void Change(Action change)
    {
        var after = default(After);
        lock (Gate)
        {
            change();
            Settle(ref after);
        }

        CarryOut(after);
    }

    /// <summary>The source has given an item: it is counted and goes to the first stage. Under the gate.</summary>
    /// <param name="given">The item, or what it failed with before.</param>
    /// <param name="activity">Whoever traces it sees this; null where nobody does.</param>
    /// <param name="next">The first stage, or where outcomes come out.</param>
    /// <param name="entersLater">Whether the budget begins later.</param>
    public void Give<T>(in Outcome<T> given, Activity? activity, IInlet<T> next, bool entersLater)
    {
        // Aborted meanwhile: it was taken, so it has an outcome.
        var outcome = given;
        if (Aborted is { } failure)
        {
            Discard(given);
            outcome = given.Failure ?? failure;
        }

        var element = new Element<T>(Ledger.Take(), 1, default, outcome) { Activity = activity };
        activity?.SetTag(Attributes.Item, element.Item);
        next.Put(entersLater ? element : Ledger.Enter(element));
    }

    /// <summary>Takes nothing more from the source.</summary>
    public void Stop()
    {
        if (IsStopping) return;
        IsStopping = _cancelsSource = true;
    }

    /// <summary>Cancels what is in flight.</summary>
    public void Abort(Failure reason)
    {
        Stop();
        if (Aborted is not null) return;
        Aborted = reason;
        _cancelsWork = true;
        foreach (var node in Nodes) node.Cancel(reason);
    }

    /// <summary>The stream ends with this failure of an item.</summary>
    public void End(Failure failure) =>
        Abort(new(ErrorKind.Cancelled, $"another item failed, and the stream was told to end with the first failure ({failure.Kind.Name()})."));

    /// <summary>An item has failed in a stage.</summary>
    public void NoteFailure(Failure failure)
    {
        if (Options.FailFast && failure.Kind != ErrorKind.Cancelled) End(failure);
    }

    /// <summary>Nobody will have this value; it is disposed once the gate is open.</summary>
    public void Discard<T>(in Outcome<T> outcome)
    {
        if (!outcome.TryGet(out var value, out _)) return;
        if (value is IDisposable or Array) (_discarded ??= []).Add(value);
    }

    /// <summary>An element that has not come out and will not: it ends as cancelled and counts no more.</summary>
    public void Lose<T>(in Element<T> element)
    {
        var failure = element.Outcome.Failure ?? Aborted ?? Gone;
        Ledger.Note(element.Count, failure);
        Discard(element.Outcome);
        if (element.HasEntered) Ledger.Leave(element.Count, element.Weight);
        EndItem(element.Activity, failure);
    }

    /// <summary>An item that somebody traces has ended: told once the gate is open.</summary>
    /// <param name="item">Its activity; null where nobody traces it.</param>
    /// <param name="failure">What it ended with; null where it succeeded, or ends here for another reason.</param>
    /// <param name="reason">That reason: an attribute that is then true.</param>
    public void EndItem(Activity? item, Failure? failure, string? reason = null)
    {
        if (item is null) return;
        if (reason is not null) item.SetTag(reason, true);
        (_ended ??= []).Add(new(item, failure));
    }

    /// <summary>Disposes a value that nobody will have any more at once, outside the gate.</summary>
    public void DisposeNow<T>(in Outcome<T> outcome)
    {
        if (outcome.TryGet(out var value, out _)) Dispose(value);
    }

    /// <summary>Brings everything as far as it goes. Under the gate, after each change; <see cref="CarryOut"/> follows when it is open again.</summary>
    /// <param name="after">What is to be done then.</param>
    /// <param name="isWorker">Whether a worker calls that looks for work next, so that none need be woken for the first there is.</param>
    public abstract void Settle(ref After after, bool isWorker = false);

    /// <summary>Does what had to wait for the gate.</summary>
    public void CarryOut(in After after)
    {
        if (after.IsNothing) return;
        if (after.CancelsSource) Tell(_source);
        if (after.CancelsWork) Tell(_work);
        foreach (var value in after.Discarded ?? []) Dispose(value);
        foreach (var item in after.Ended ?? []) Tell(item);
        lock (Gate)
        {
            _carrying--;
            if (IsOver) Monitor.PulseAll(Gate);
        }
    }

    /// <summary>The same on the thread pool, where this thread must not run code of others.</summary>
    public void CarryOutElsewhere(in After after)
    {
        if (after.IsNothing) return;
        ThreadPool.UnsafeQueueUserWorkItem(static owed => owed.State.CarryOut(owed.After), (State: this, After: after), preferLocal: false);
    }

    /// <summary>Code of others threw where nobody waits for it: the consumer hears of it at the end.</summary>
    public void Note(Exception problem)
    {
        lock (Gate) Problem ??= problem;
    }

    /// <summary>Starts the workers. Before the first settling.</summary>
    public void StartWorkers(int count)
    {
        _workers = count;
        for (var i = 1; i <= count; i++) new Thread(Work) { IsBackground = true, Name = $"pipeline worker {i}" }.Start();
    }

    /// <summary>Has elements go on wherever there is room, from the last stage to the first, until nothing moves.</summary>
    protected void Move()
    {
        bool moved;
        do
        {
            moved = false;
            for (var i = Nodes.Count - 1; i >= 0; i--) moved |= Nodes[i].Push();
        }
        while (moved);
    }

    /// <summary>What is to be done once the gate is open; owed from then on.</summary>
    protected void Owe(ref After after)
    {
        if (_discarded is null && _ended is null && !_cancelsWork && !_cancelsSource) return;
        after = new() { Discarded = _discarded, Ended = _ended, CancelsWork = _cancelsWork, CancelsSource = _cancelsSource };
        (_discarded, _ended, _cancelsWork, _cancelsSource) = (null, null, false, false);
        _carrying++;
    }

    /// <summary>Wakes workers for what can be begun, and all of them when the run is over. Under the gate.</summary>
    /// <param name="isWorker">Whether a worker calls that looks for work next, so that none need be woken for the first there is.</param>
    protected void Wake(bool isWorker)
    {
        if (IsOver) Monitor.PulseAll(Gate);
        else if (!isWorker && _idle > 0 && Startable() is not null) Monitor.Pulse(Gate);
    }

    // An invariant is broken: the items of this work are lost to the count, so nobody may wait for them.
    private void Crash(Exception problem) => Change(() =>
    {
        Problem ??= new InvalidOperationException("This is a bug: a stage broke its own rules.", problem);
        Abort(new(ErrorKind.Internal, "This is a bug: a stage broke its own rules."));
    });

    // The stage nearest to the sink that has work which could be begun.
    private Node? Startable()
    {
        for (var i = Nodes.Count - 1; i >= 0; i--)
        {
            if (Nodes[i].IsStartable) return Nodes[i];
        }

        return null;
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

        foreach (var node in Nodes) node.Close();
        Outlet?.BeforeEnd();
        _teller?.Dispose();
        lock (Gate) _over = Clock.Now;
        Telemetry.End();
        _teller?.TellEnd();
        lock (Gate)
        {
            HasEnded = true;
            Outlet?.End();
        }
    }

    private void Tell(in EndedItem item)
    {
        try
        {
            item.Tell();
        }
        catch (Exception problem)
        {
            // Somebody who listens threw.
            Note(problem);
        }
    }

    private void Tell(CancellationTokenSource source)
    {
        try
        {
            source.Cancel();
        }
        catch (AggregateException problem)
        {
            // Somebody's callback threw.
            Note(problem);
        }
    }

    // A group is disposed with all that is in it, groups included.
    private void Dispose<T>(T value)
    {
        if (value is IDisposable disposable)
        {
            try
            {
                disposable.Dispose();
            }
            catch (Exception problem)
            {
                Note(problem);
            }
        }
        else if (value is Array array && array.GetType().GetElementType() is { IsPrimitive: false })
        {
            foreach (var item in array) Dispose(item);
        }
    }
}
