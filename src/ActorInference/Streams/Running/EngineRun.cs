using System.Diagnostics;
using System.Threading.Tasks.Sources;
using ActorInference.Predicting;
using ActorInference.Telemetry;

namespace ActorInference.Streams.Running;

/// <summary>A run, seen from its consumer: the end of the chain, where outcomes wait to be asked for.</summary>
internal abstract class EngineRun<TIn, TOut> : PipelineRun<TOut>, IAsyncEnumerator<ItemOutcome<TOut>>, IInlet<TOut>, IOutlet, IValueTaskSource<bool>
{
    private readonly SourcePump<TIn> _source;
    private readonly KillSwitch _killSwitch;
    private readonly PipelineOptions _options;
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private ManualResetValueTaskSourceCore<bool> _next = new() { RunContinuationsAsynchronously = true };

    // What has become of values that nobody takes.
    private static readonly Failure Gone = new(ErrorKind.Cancelled, "nobody wants the outcome any more.");

    // All of it under the gate.
    private Element<TOut> _current;
    private bool _holds; // the current element counts as in flight
    private bool _waits; // the consumer waits for the next
    private bool _isGone; // the consumer wants no more
    private bool _hasBegun;
    private long _began;
    private long? _over;
    private CancellationToken _cancel;

    // Of the consumer alone.
    private IDisposable? _attachment;
    private CancellationTokenRegistration _registration;
    private ProgressTeller? _teller;

    protected EngineRun(Pipeline<TIn, TOut> pipeline, IAsyncEnumerable<TIn> source, KillSwitch killSwitch, Func<Clock, Ledger, RunState> state)
    {
        _options = pipeline.Options;
        _killSwitch = killSwitch;
        State = state(new(_options.Time), new(_options.MaxItemsInFlight ?? int.MaxValue, _options.MaxBytesInFlight));
        State.Outlet = this;
        State.Telemetry = new PipelineTelemetry(_options.Name, State);
        _source = new SourcePump<TIn>(State, source);
        State.Source = _source;
    }

    /// <summary>What its parts share.</summary>
    protected RunState State { get; }

    public override PipelineSnapshot Progress
    {
        get
        {
            lock (State.Gate) return Snapshot();
        }
    }

    public ItemOutcome<TOut> Current => new(_current.Item, _current.Outcome);

    public bool HasRoom => _isGone || _waits;

    public override IAsyncEnumerator<ItemOutcome<TOut>> GetAsyncEnumerator(CancellationToken cancellationToken = default)
    {
        lock (State.Gate)
        {
            if (_hasBegun) throw new InvalidOperationException("A run is enumerated once; ask the pipeline for another.");
            _hasBegun = true;
            _began = State.Clock.Now;
        }

        // All of it is there before anything can end.
        _cancel = cancellationToken;
        if (_options.Progress is { } hearer) _teller = new(hearer, _options, () => Progress, State.Note);
        _attachment = _killSwitch.Attach(() => Change(State.Stop), reason => Change(() => State.Abort(reason)));
        _registration = cancellationToken.UnsafeRegister(static run => ((EngineRun<TIn, TOut>)run!).Cancel(), this);
        Start();
        return this;
    }

    public ValueTask<bool> MoveNextAsync()
    {
        var after = default(After);
        short version;
        lock (State.Gate)
        {
            Release();
            _next.Reset();
            version = _next.Version;
            _waits = true;
            if (_cancel.IsCancellationRequested) Answer(isThere: false, new OperationCanceledException(_cancel));
            else if (State.HasEnded) Answer(isThere: false, State.Problem);
            else State.Settle(ref after);
        }

        State.CarryOut(after);
        return new(this, version);
    }

    public async ValueTask DisposeAsync()
    {
        Change(() =>
        {
            Release();
            _isGone = true;
            if (!State.HasEnded) State.Abort(Gone);
        });
        await _ended.Task.ConfigureAwait(false);
    }

    public void Put(in Element<TOut> element)
    {
        if (_isGone)
        {
            Lose(element);
            return;
        }

        State.Ledger.Note(element.Count, element.Outcome.Failure);
        State.EndItem(element.Activity, element.Outcome.Failure);
        _current = element;
        _holds = true;
        Answer(isThere: true, null);
    }

    public void Lose<T>(in Element<T> element)
    {
        var failure = element.Outcome.Failure ?? State.Aborted ?? Gone;
        State.Ledger.Note(element.Count, failure);
        State.Discard(element.Outcome);
        State.Ledger.Leave(element.Count, element.Weight);
        State.EndItem(element.Activity, failure);
    }

    public void BeforeEnd()
    {
        _teller?.Dispose();
        _attachment?.Dispose();
        _registration.Dispose();
        lock (State.Gate) _over = State.Clock.Now;
        State.Telemetry.End();
        _teller?.TellEnd();
    }

    public void End()
    {
        if (_waits) Answer(isThere: false, State.Problem);
        _ended.TrySetResult();
    }

    bool IValueTaskSource<bool>.GetResult(short token) => _next.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource<bool>.GetStatus(short token) => _next.GetStatus(token);

    void IValueTaskSource<bool>.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _next.OnCompleted(continuation, state, token, flags);

    /// <summary>Makes the stages of the pipeline ready.</summary>
    protected void Build(NodeBuilder builder, Pipeline<TIn, TOut> pipeline) => builder.Build(_source, pipeline.Stages, this);

    /// <summary>Begins to work; the source begins behind it.</summary>
    protected abstract void Begin();

    // What the source and the work of stages begin by themselves is part of the run.
    private void Start()
    {
        var before = Activity.Current;
        if (State.Telemetry.Begin() is { } run) Activity.Current = run;
        Begin();
        _ = Task.Run(_source.RunAsync, CancellationToken.None);
        if (Activity.Current != before) Activity.Current = before;
    }

    private void Cancel() => Change(() =>
    {
        State.Abort(new(ErrorKind.Cancelled, "the stream was cancelled."));
        if (_waits) Answer(isThere: false, new OperationCanceledException(_cancel));
    });

    private void Change(Action change)
    {
        var after = default(After);
        lock (State.Gate)
        {
            change();
            State.Settle(ref after);
        }

        State.CarryOut(after);
    }

    private void Answer(bool isThere, Exception? problem)
    {
        _waits = false;
        if (problem is null) _next.SetResult(isThere);
        else _next.SetException(problem);
    }

    private void Release()
    {
        if (!_holds) return;
        _holds = false;
        State.Ledger.Leave(_current.Count, _current.Weight);
        _current = default;
    }

    private PipelineSnapshot Snapshot() => new()
    {
        Taken = State.Ledger.Taken,
        Succeeded = State.Ledger.Succeeded,
        Failed = State.Ledger.Failed,
        Cancelled = State.Ledger.Cancelled,
        Dropped = State.Ledger.Dropped,
        ItemsInFlight = State.Ledger.Items,
        BytesInFlight = State.Ledger.Bytes,
        MaxItemsInFlight = State.Ledger.MostItems,
        MaxBytesInFlight = State.Ledger.MostBytes,
        Elapsed = _hasBegun ? State.Clock.Duration((_over ?? State.Clock.Now) - _began) : TimeSpan.Zero,
        Expected = _options.ExpectedItems,
        Stages = [.. State.Nodes.Select(node => node.Snapshot())],
    };
}
