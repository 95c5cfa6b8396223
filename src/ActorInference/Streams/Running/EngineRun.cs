using System.Diagnostics;
using System.Threading.Tasks.Sources;

namespace ActorInference.Streams.Running;

/// <summary>A run, seen from its consumer: the end of the chain, where outcomes wait to be asked for.</summary>
internal abstract class EngineRun<TIn, TOut> : PipelineRun<TOut>, IAsyncEnumerator<ItemOutcome<TOut>>, IInlet<TOut>, IOutlet, IValueTaskSource<bool>
{
    private readonly KillSwitch _killSwitch;
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private ManualResetValueTaskSourceCore<bool> _next = new() { RunContinuationsAsynchronously = true };

    // All of it under the gate.
    private Element<TOut> _current;
    private bool _holds; // the current element counts as in flight
    private bool _waits; // the consumer waits for the next
    private bool _isGone; // the consumer wants no more
    private bool _hasBegun;
    private CancellationToken _cancel;

    // Of the consumer alone.
    private IDisposable? _attachment;
    private CancellationTokenRegistration _registration;

    protected EngineRun(IAsyncEnumerable<TIn> source, KillSwitch killSwitch, RunState state)
    {
        _killSwitch = killSwitch;
        State = state;
        State.Outlet = this;
        Source = new SourcePump<TIn>(State, source);
        State.Source = Source;
    }

    /// <summary>What its parts share.</summary>
    protected RunState State { get; }

    /// <summary>Where items come from.</summary>
    protected SourcePump<TIn> Source { get; }

    public override PipelineSnapshot Progress => State.Snapshot();

    public ItemOutcome<TOut> Current => new(_current.Item, _current.Outcome);

    public bool HasRoom => _isGone || _waits;

    public override IAsyncEnumerator<ItemOutcome<TOut>> GetAsyncEnumerator(CancellationToken cancellationToken = default)
    {
        lock (State.Gate)
        {
            if (_hasBegun) throw new InvalidOperationException("A run is enumerated once; ask the pipeline for another.");
            _hasBegun = true;
        }

        // All of it is there before anything can end.
        _cancel = cancellationToken;
        State.NoteBegin();
        _attachment = _killSwitch.Attach(() => State.Change(State.Stop), reason => State.Change(() => State.Abort(reason)));
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
        State.Change(() =>
        {
            Release();
            _isGone = true;
            if (!State.HasEnded) State.Abort(RunState.Gone);
        });
        await _ended.Task.ConfigureAwait(false);
    }

    public void Put(in Element<TOut> element)
    {
        if (_isGone)
        {
            State.Lose(element);
            return;
        }

        State.Ledger.Note(element.Count, element.Outcome.Failure);
        State.EndItem(element.Activity, element.Outcome.Failure);
        _current = element;
        _holds = true;
        Answer(isThere: true, null);
    }

    public void BeforeEnd()
    {
        _attachment?.Dispose();
        _registration.Dispose();
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

    /// <summary>Begins to work; the source begins behind it.</summary>
    protected abstract void Begin();

    // What the source and the work of stages begin by themselves is part of the run.
    private void Start()
    {
        var before = Activity.Current;
        if (State.Telemetry.Begin() is { } run) Activity.Current = run;
        Begin();
        _ = Task.Run(Source.RunAsync, CancellationToken.None);
        if (Activity.Current != before) Activity.Current = before;
    }

    private void Cancel() => State.Change(() =>
    {
        State.Abort(new(ErrorKind.Cancelled, "the stream was cancelled."));
        if (_waits) Answer(isThere: false, new OperationCanceledException(_cancel));
    });

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
}
