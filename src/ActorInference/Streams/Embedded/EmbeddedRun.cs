using System.Diagnostics;
using System.Threading.Tasks.Sources;
using ActorInference.Predicting;
using ActorInference.Telemetry;

namespace ActorInference.Streams.Embedded;

/// <summary>A run, seen from its consumer: the end of the chain, where outcomes wait to be asked for.</summary>
internal sealed class EmbeddedRun<TIn, TOut> : PipelineRun<TOut>, IAsyncEnumerator<ItemOutcome<TOut>>, IInlet<TOut>, IOutlet, IValueTaskSource<bool>
{
    private readonly Flow _flow;
    private readonly SourcePump<TIn> _source;
    private readonly KillSwitch _killSwitch;
    private readonly PipelineOptions _options;
    private readonly int _workers;
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

    public EmbeddedRun(Pipeline<TIn, TOut> pipeline, IAsyncEnumerable<TIn> source, KillSwitch killSwitch)
    {
        _options = pipeline.Options;
        _killSwitch = killSwitch;
        var ledger = new Ledger(_options.MaxItemsInFlight ?? int.MaxValue, _options.MaxBytesInFlight);
        _flow = new Flow(new Clock(_options.Time), ledger, _options.FailFast) { Outlet = this };
        _flow.Telemetry = new PipelineTelemetry(_options.Name, _flow);
        _source = new SourcePump<TIn>(_flow, source);
        _flow.Source = _source;
        var builder = new NodeBuilder(_flow, _options);
        builder.Begin(_source);
        foreach (var stage in pipeline.Stages) stage.Accept(builder);
        builder.End(this);
        _source.EntersLater = _flow.Nodes is [{ IsBeforeEntry: true }, ..];
        _workers = Math.Min(builder.Workers, _options.MaxItemsInFlight ?? int.MaxValue);
    }

    public override PipelineSnapshot Progress
    {
        get
        {
            lock (_flow.Gate) return Snapshot();
        }
    }

    public ItemOutcome<TOut> Current => new(_current.Item, _current.Outcome);

    public bool HasRoom => _isGone || _waits;

    public override IAsyncEnumerator<ItemOutcome<TOut>> GetAsyncEnumerator(CancellationToken cancellationToken = default)
    {
        lock (_flow.Gate)
        {
            if (_hasBegun) throw new InvalidOperationException("A run is enumerated once; ask the pipeline for another.");
            _hasBegun = true;
            _began = _flow.Clock.Now;
        }

        // All of it is there before anything can end.
        _cancel = cancellationToken;
        if (_options.Progress is { } hearer) _teller = new(hearer, _options, () => Progress, _flow.Note);
        _attachment = _killSwitch.Attach(() => Change(_flow.Stop), reason => Change(() => _flow.Abort(reason)));
        _registration = cancellationToken.UnsafeRegister(static run => ((EmbeddedRun<TIn, TOut>)run!).Cancel(), this);
        Start();
        return this;
    }

    public ValueTask<bool> MoveNextAsync()
    {
        var after = default(After);
        short version;
        lock (_flow.Gate)
        {
            Release();
            _next.Reset();
            version = _next.Version;
            _waits = true;
            if (_cancel.IsCancellationRequested) Answer(isThere: false, new OperationCanceledException(_cancel));
            else if (_flow.HasEnded) Answer(isThere: false, _flow.Problem);
            else _flow.Settle(ref after);
        }

        _flow.CarryOut(after);
        return new(this, version);
    }

    public async ValueTask DisposeAsync()
    {
        Change(() =>
        {
            Release();
            _isGone = true;
            if (!_flow.HasEnded) _flow.Abort(Gone);
        });
        await _ended.Task.ConfigureAwait(false);
    }

    public void Put(in Element<TOut> element)
    {
        _flow.Ledger.Note(element.Count, element.Outcome.Failure ?? (_isGone ? Gone : null));
        if (_isGone)
        {
            _flow.Discard(element.Outcome);
            _flow.Ledger.Leave(element.Count, element.Weight);
            _flow.EndItem(element.Activity, element.Outcome.Failure ?? Gone);
            return;
        }

        _flow.EndItem(element.Activity, element.Outcome.Failure);
        _current = element;
        _holds = true;
        Answer(isThere: true, null);
    }

    public void BeforeEnd()
    {
        _teller?.Dispose();
        _attachment?.Dispose();
        _registration.Dispose();
        lock (_flow.Gate) _over = _flow.Clock.Now;
        _flow.Telemetry.End();
        _teller?.TellEnd();
    }

    public void End()
    {
        if (_waits) Answer(isThere: false, _flow.Problem);
        _ended.TrySetResult();
    }

    bool IValueTaskSource<bool>.GetResult(short token) => _next.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource<bool>.GetStatus(short token) => _next.GetStatus(token);

    void IValueTaskSource<bool>.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _next.OnCompleted(continuation, state, token, flags);

    // What the source and the work of stages begin by themselves is part of the run.
    private void Start()
    {
        var before = Activity.Current;
        if (_flow.Telemetry.Begin() is { } run) Activity.Current = run;
        _flow.StartWorkers(_workers);
        _ = Task.Run(_source.RunAsync, CancellationToken.None);
        if (Activity.Current != before) Activity.Current = before;
    }

    private void Cancel() => Change(() =>
    {
        _flow.Abort(new(ErrorKind.Cancelled, "the stream was cancelled."));
        if (_waits) Answer(isThere: false, new OperationCanceledException(_cancel));
    });

    private void Change(Action change)
    {
        var after = default(After);
        lock (_flow.Gate)
        {
            change();
            _flow.Settle(ref after);
        }

        _flow.CarryOut(after);
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
        _flow.Ledger.Leave(_current.Count, _current.Weight);
        _current = default;
    }

    private PipelineSnapshot Snapshot() => new()
    {
        Taken = _flow.Ledger.Taken,
        Succeeded = _flow.Ledger.Succeeded,
        Failed = _flow.Ledger.Failed,
        Cancelled = _flow.Ledger.Cancelled,
        Dropped = _flow.Ledger.Dropped,
        ItemsInFlight = _flow.Ledger.Items,
        BytesInFlight = _flow.Ledger.Bytes,
        MaxItemsInFlight = _flow.Ledger.MostItems,
        MaxBytesInFlight = _flow.Ledger.MostBytes,
        Elapsed = _hasBegun ? _flow.Clock.Duration((_over ?? _flow.Clock.Now) - _began) : TimeSpan.Zero,
        Expected = _options.ExpectedItems,
        Stages = [.. _flow.Nodes.Select(node => node.Snapshot())],
    };
}
