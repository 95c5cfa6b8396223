// One file of more than 400 lines: the contract of one class with three doors, half of it documentation.
using ActorInference.Predicting;
using ActorInference.Telemetry;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace ActorInference;

/// <summary>
/// The front door of a model: predictions one at a time (<see cref="Predict(Tensor,PredictionOptions,CancellationToken)"/>), several at once
/// (<see cref="PredictBatch(IReadOnlyList{Tensor},PredictionOptions,CancellationToken)"/>), or asynchronously
/// (<see cref="PredictAsync(Tensor,PredictionOptions,CancellationToken)"/>), over one pool of lanes for each device. Thread-safe.
/// <para>
/// Inputs are handed over, each once: the predictor disposes them, whatever becomes of the request, after the run that reads them has returned. Every request ends exactly once, with its
/// own result, which the caller disposes, or a failure of one kind. Nothing is thrown for what a model, an input, a device or a shutdown may do.
/// </para>
/// </summary>
public sealed class Predictor : IPredictor, IDisposable, IAsyncDisposable
{
    private readonly ISessionFactory _sessions;
    private readonly PredictorOptions _options;
    private readonly Clock _clock;
    private readonly PredictorLog _log;
    private readonly Router _router;
    private readonly SemaphoreSlim _changes = new(1); // one swap or change of lanes at a time
    private readonly Lock _closingLock = new();
    private Task? _closing; // guarded by the closing lock

    private Predictor(ISessionFactory sessions, PredictorOptions options, Clock clock, PredictorLog log, Router router)
    {
        _sessions = sessions;
        _options = options;
        _clock = clock;
        _log = log;
        _router = router;
    }

    /// <summary>The model's name: its path, or what was said with its bytes.</summary>
    public string Model => _router.Model;

    /// <summary>What the model takes and gives.</summary>
    public ModelSignature Signature => Version.Signature;

    /// <summary>What the model says about itself.</summary>
    public ModelMetadata Metadata => Version.Metadata;

    /// <summary>The outputs of each prediction, in order.</summary>
    public IReadOnlyList<string> Outputs => Version.Outputs;

    /// <summary>Why requests never share a run, in words; null when they may.</summary>
    public string? WhyNoBatches => Version.Layout.WhyNoBatches;

    /// <summary>How many requests all lanes can run at once, whole batches counted: what keeps them busy is this and as much again.</summary>
    public int Capacity
    {
        get
        {
            lock (_router.Lock) return Version.Capacity;
        }
    }

    private TimeSpan Patience => TimeSpan.FromMilliseconds(Math.Min(_options.Supervision.ShutdownPatience.TotalMilliseconds, int.MaxValue)); // what timers can count

    private ModelVersion Version => _router.Current!;

    /// <summary>
    /// Loads a model on the first placement that works, warms it up, and starts its lanes. Blocks for as long as that takes. The caller owns the predictor.
    /// </summary>
    /// <param name="sessions">Who opens sessions; kept, and not disposed.</param>
    /// <param name="model">The model.</param>
    /// <param name="options">How; null for the defaults.</param>
    /// <param name="time">The clock of deadlines, backoff and watchdog; null for the system's.</param>
    /// <param name="logger">Hears of sessions that fail and come back; null for nobody.</param>
    /// <param name="cancel">Gives up before the next warm-up run.</param>
    /// <returns>A failure when the options cannot work, or no placement does: then it says why not, for each.</returns>
    public static Outcome<Predictor> Open(
        ISessionFactory sessions,
        ModelSource model,
        PredictorOptions? options = null,
        TimeProvider? time = null,
        ILogger? logger = null,
        CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(sessions);
        ArgumentNullException.ThrowIfNull(model);
        options ??= new();
        if (options.Check() is { } wrong) return wrong;
        var clock = new Clock(time ?? TimeProvider.System);
        var log = new PredictorLog(logger ?? NullLogger.Instance);
        if (!PredictorOpening.Open(sessions, model, options, clock, log, cancel).TryGet(out var version, out var failure)) return failure;

        var router = new Router(options, model.Name, clock, log, Random.Shared);
        var predictor = new Predictor(sessions, options, clock, log, router);
        if (predictor.Replace(version, out var leaving) is not { } refusal)
        {
            LivePredictors.Add(router);
            return predictor;
        }

        predictor.Ended(leaving).GetAwaiter().GetResult();
        router.Dispose();
        return refusal;
    }

    /// <summary>
    /// Predicts for a model with one input, and blocks until it is done. The fastest door for one caller at a time.
    /// </summary>
    /// <param name="input">The input; the predictor's from now on.</param>
    /// <param name="options">How; null for the defaults.</param>
    /// <param name="cancel">Ends the call at once; a run that nobody waits for any more ends at the model's next node.</param>
    /// <returns>The prediction, which the caller owns, or why there is none.</returns>
    public Outcome<Prediction> Predict(Tensor input, PredictionOptions? options = null, CancellationToken cancel = default) =>
        Name(input).TryGet(out var inputs, out var failure) ? PredictBlocking([inputs], options, cancel)[0] : failure;

    /// <summary>The same with inputs by name.</summary>
    public Outcome<Prediction> Predict(ReadOnlySpan<RunInput> inputs, PredictionOptions? options = null, CancellationToken cancel = default) =>
        PredictBlocking([inputs.ToArray()], options, cancel)[0];

    /// <summary>
    /// Predicts for several requests and blocks until all are done. They are spread over the lanes, and share runs where the model and the options allow it; one that fails
    /// does not touch the others.
    /// </summary>
    /// <param name="inputs">One input for each request; the predictor's from now on.</param>
    /// <param name="options">How, for each of them; null for the defaults.</param>
    /// <param name="cancel">Ends those that have not ended.</param>
    /// <returns>What became of each, in the order given. The caller owns the predictions.</returns>
    public Outcome<Prediction>[] PredictBatch(IReadOnlyList<Tensor> inputs, PredictionOptions? options = null, CancellationToken cancel = default)
    {
        if (inputs.Contains(null!))
        {
            foreach (var input in inputs) HandingOver.GiveBack(input);
            throw new ArgumentNullException(nameof(inputs), "One of the inputs is null.");
        }

        var named = new RunInput[inputs.Count][];
        for (var i = 0; i < named.Length; i++)
        {
            if (Name(inputs[i], inputs.Count).TryGet(out named[i]!, out var failure)) continue;
            foreach (var input in inputs) HandingOver.GiveBack(input);
            return [.. inputs.Select(_ => (Outcome<Prediction>)failure)];
        }

        return PredictBlocking(named, options, cancel);
    }

    /// <summary>The same with inputs by name.</summary>
    public Outcome<Prediction>[] PredictBatch(IReadOnlyList<RunInput[]> inputs, PredictionOptions? options = null, CancellationToken cancel = default)
    {
        if (!inputs.Contains(null!)) return PredictBlocking([.. inputs.Select(request => (RunInput[])request.Clone())], options, cancel);
        foreach (var input in inputs.SelectMany(request => request ?? [])) HandingOver.GiveBack(input.Value);
        throw new ArgumentNullException(nameof(inputs), "One of the requests is null.");
    }

    /// <summary>
    /// Predicts for a model with one input. The task never faults and is never cancelled: what went wrong is in the outcome. Its continuations run on the thread pool.
    /// </summary>
    /// <param name="input">The input; the predictor's from now on.</param>
    /// <param name="options">How; null for the defaults.</param>
    /// <param name="cancel">Ends the request at once; a run that nobody waits for any more ends at the model's next node.</param>
    /// <returns>The prediction, which the caller owns, or why there is none.</returns>
    public Task<Outcome<Prediction>> PredictAsync(Tensor input, PredictionOptions? options = null, CancellationToken cancel = default) =>
        Name(input).TryGet(out var inputs, out var failure) ? HandIn(inputs, options, cancel) : Task.FromResult<Outcome<Prediction>>(failure);

    /// <summary>The same with inputs by name.</summary>
    public Task<Outcome<Prediction>> PredictAsync(ReadOnlySpan<RunInput> inputs, PredictionOptions? options = null, CancellationToken cancel = default) =>
        HandIn(inputs.ToArray(), options, cancel);

    /// <summary>
    /// Puts another version of the model in the place of this one while it serves: it is loaded and warmed up beside the old one, on the same devices; then requests that wait go
    /// over to it, and the old one finishes what it runs and is disposed. Completes when the old one is gone.
    /// </summary>
    /// <param name="model">The new version; it must take and give what the old one does.</param>
    /// <param name="cancel">Gives up before the next warm-up run; once requests have gone over it does nothing.</param>
    /// <returns>Null when it is done; else why not, and then nothing has changed.</returns>
    public async Task<Failure?> SwapAsync(ModelSource model, CancellationToken cancel = default)
    {
        await _changes.WaitAsync(CancellationToken.None).ConfigureAwait(false);
        try
        {
            var (old, places) = Places();

            // Loading may take long: on a thread of its own.
            var opening = Task.Factory.StartNew(
                () => ModelVersion.Open(_sessions, model, _options, places, old, _clock, cancel), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
            if (!(await opening.ConfigureAwait(false)).TryGet(out var version, out var failure)) return failure;
            var refused = cancel.IsCancellationRequested
                ? new Failure(ErrorKind.Cancelled, $"{model.Name}: the swap was given up.")
                : PredictorOpening.WhyTooSmall(version, _options, places.Sum(place => place.Plan.Lanes));
            if (refused is not null)
            {
                version.Close();
                return refused;
            }

            var why = Replace(version, out var leaving);
            if (why is null) _log.Swapped(old.Source.Name, model.Name);
            await Ended(leaving).ConfigureAwait(false);
            lock (_router.Lock) _router.Draining.Remove(old);
            return why;
        }
        finally
        {
            _changes.Release();
        }
    }

    /// <summary>
    /// Changes the number of lanes on a device while it serves. New ones start at once; ones too many end with what they run.
    /// </summary>
    /// <param name="device">One of the devices that the model runs on.</param>
    /// <param name="lanes">How many from now on, 1 or more.</param>
    /// <returns>Null when it is done; else why not, and then nothing has changed.</returns>
    public Failure? ChangeLanes(DeviceId device, int lanes)
    {
        _changes.Wait();
        try
        {
            return PredictorLanes.Change(_router, _options, device, lanes);
        }
        finally
        {
            _changes.Release();
        }
    }

    /// <summary>The predictor at this moment.</summary>
    public PredictorSnapshot Snapshot() => SnapshotTaker.Take(_router, _clock);

    /// <summary>Shuts down in good order: takes no more requests, finishes those it has, ends every lane and disposes every session.</summary>
    /// <param name="cancel">Ends the patience: what has not ended is cancelled, as <see cref="DisposeAsync"/> does.</param>
    public async Task ShutdownAsync(CancellationToken cancel = default)
    {
        var drained = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_router.Lock)
        {
            _router.IsClosed = true;
            _router.Drained ??= drained;
            drained = _router.Drained;
            if (_router.Admission is { Items: 0, WaitingCount: 0 }) drained.TrySetResult();
        }

        try
        {
            await drained.Task.WaitAsync(cancel).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // Not an error: the caller said how long to be patient.
        }

        await DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>
    /// Ends at once: requests that wait or run end as cancelled, runs are told to terminate, lanes end and sessions are disposed. Waits for runs to return, with the patience
    /// of <see cref="SupervisionOptions.ShutdownPatience"/>; one that does not keeps its thread, its session and its inputs until it does.
    /// Predictions that were handed out stay their owners'. Again: waits for the same end.
    /// </summary>
    public ValueTask DisposeAsync()
    {
        var aftermath = default(Aftermath);
        SessionActor[] lanes;
        TaskCompletionSource closed;
        lock (_closingLock)
        {
            if (_closing is not null) return new(_closing);
            lanes = EndAll(ref aftermath);
            closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
            _closing = closed.Task;
        }

        // Those who are told may ask for the same, on any thread.
        _ = CloseAsync(lanes, aftermath, closed);
        return new(closed.Task);
    }

    /// <summary>The same as <see cref="DisposeAsync"/>, blocking.</summary>
    public void Dispose() => DisposeAsync().AsTask().GetAwaiter().GetResult();

    // Gives the lanes that are to go.
    private SessionActor[] EndAll(ref Aftermath aftermath)
    {
        lock (_router.Lock)
        {
            _router.IsClosed = true;
            SessionActor[] lanes = [.. LanesOf(_router.Draining.Append(_router.Current!)), .. _router.Leaving];
            _router.EndAll(new(ErrorKind.Cancelled, $"the predictor of {Model} was disposed."), ref aftermath);
            return lanes;
        }
    }

    private async Task CloseAsync(SessionActor[] lanes, Aftermath aftermath, TaskCompletionSource closed)
    {
        try
        {
            aftermath.CarryOut();
            await CloseAsync(lanes).ConfigureAwait(false);
            closed.SetResult();
        }
        catch (Exception problem)
        {
            closed.SetException(problem);
        }
    }

    private async Task CloseAsync(SessionActor[] lanes)
    {
        try
        {
            await Task.WhenAll(lanes.Select(lane => lane.Gone)).WaitAsync(Patience, _clock.Time).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            _router.Supervisor.Abandon(lanes);
        }

        await _router.Closer.WaitAsync(Patience).ConfigureAwait(false);
        LivePredictors.Remove(_router);
        _router.Dispose();
    }

    // Lanes let go of their sessions first, and then those are closed.
    private async Task Ended(SessionActor[] lanes)
    {
        await Task.WhenAll(lanes.Select(lane => lane.Gone)).ConfigureAwait(false);
        await _router.Closer.WaitAsync(Patience).ConfigureAwait(false);
    }

    // Takes effect whole or not at all. Lanes come and go as soon as the lock is released: who starts and who leaves is noted under it.
    private Failure? Replace(ModelVersion version, out SessionActor[] leaving)
    {
        version.AddLanes(_router);
        SessionActor[] starting = [.. LanesOf([version])];
        var ready = version.Pools.ConvertAll(pool => pool.Sessions[0].Current!.WarmUp);
        var why = _router.Supervisor.Starter.StartAll(starting);
        var aftermath = default(Aftermath);
        lock (_router.Lock)
        {
            if (why is null && _router.IsClosed)
            {
                why = _router.Refusals.ShutDown;
                foreach (var pool in version.Pools) _router.Supervisor.Close(pool, ref aftermath);
            }

            leaving = why is not null ? starting : _router.Current is { } old ? [.. LanesOf([old])] : [];
            if (why is null) _router.Replace(version, ref aftermath);
        }

        aftermath.CarryOut();
        for (var i = 0; why is null && i < version.Pools.Count; i++)
        {
            var pool = version.Pools[i];
            _log.Ready(version.Source.Name, pool.Device, pool.Plan, ready[i], version.Layout.WhyNoBatches ?? $"up to {version.MaxRows} rows");
        }

        foreach (var lane in starting) lane.Wake();
        return why;
    }

    private (ModelVersion Version, (DeviceId Device, ThreadPlan Plan)[] Places) Places()
    {
        lock (_router.Lock) return (_router.Current!, [.. _router.Current!.Pools.Select(pool => (pool.Device, pool.Plan))]);
    }

    private static IEnumerable<SessionActor> LanesOf(IEnumerable<ModelVersion> versions) => versions.SelectMany(version => version.Pools).SelectMany(pool => pool.Lanes);

    // The model has one input, or every request of the call is refused.
    private Outcome<RunInput[]> Name(Tensor input, int requests = 1)
    {
        ArgumentNullException.ThrowIfNull(input);
        var signature = Signature;
        if (signature.Inputs.Count == 1) return new RunInput[] { new(signature.Inputs[0].Name, input) };
        HandingOver.GiveBack(input);
        var failure = new Failure(ErrorKind.InvalidInput, $"the model takes {signature.Inputs.Count} inputs; name them: {string.Join(", ", signature.Inputs)}.");
        _router.CountRefused(failure, requests);
        return failure;
    }

    private Outcome<Prediction>[] PredictBlocking(RunInput[][] inputs, PredictionOptions? options, CancellationToken cancel)
    {
        // In parts: the lanes begin with the first while the next is made, and nobody else waits long for the lock.
        const int Part = 32;
        var caller = BlockedCaller.Expect(inputs.Length);
        var part = new Request[Math.Min(Part, inputs.Length)];
        var count = 0;
        for (var i = 0; i < inputs.Length; i++)
        {
            if (Create(inputs[i], options, caller, i, cancel, inputs) is { } request) part[count++] = request;
            if (count < part.Length && i < inputs.Length - 1) continue;
            _router.Submit(part.AsSpan(0, count));
            count = 0;
        }

        return caller.Wait();
    }

    private Task<Outcome<Prediction>> HandIn(RunInput[] inputs, PredictionOptions? options, CancellationToken cancel)
    {
        var completion = new AsyncCompletion();
        if (Create(inputs, options, completion, 0, cancel) is { } request) _router.Submit([request]);
        return completion.Task;
    }

    /// <summary>Hands in several requests together; each is answered under its own index, by any thread.</summary>
    internal void HandIn(ReadOnlySpan<RunInput[]> inputs, ReadOnlySpan<int> indices, PredictionOptions options, ICompletion completion, CancellationToken cancel)
    {
        var requests = new Request[inputs.Length];
        var count = 0;
        for (var i = 0; i < inputs.Length; i++)
        {
            if (Create(inputs[i], options, completion, indices[i], cancel) is { } request) requests[count++] = request;
        }

        _router.Submit(requests.AsSpan(0, count));
    }

    // A request that is refused is answered here, and its inputs are given back.
    private Request? Create(RunInput[] inputs, PredictionOptions? options, ICompletion completion, int index, CancellationToken cancel, RunInput[][]? batch = null)
    {
        var taken = HandingOver.Take(inputs);
        var activity = _router.Telemetry.Begin(completion, index);
        options ??= PredictionOptions.Default;
        var version = Version;
        var rows = 0;
        if ((options.Check() ?? version.Layout.Check(inputs, out rows) ?? HandingOver.WhyUnusable(inputs, taken, batch)) is { } failure)
        {
            HandingOver.GiveBack(inputs);
            _router.CountRefused(failure, activity: activity);
            completion.Complete(index, failure with { Message = $"{Model}: {failure.Message}" });
            return null;
        }

        var request = version.NewRequest(inputs, rows, completion, index, options, _clock, activity);
        if (cancel.CanBeCanceled) request.Registration = cancel.UnsafeRegister(static (state, _) => ((PendingCancel)state!).Cancel(), new PendingCancel(_router, request));
        return request;
    }

    private sealed record PendingCancel(Router Router, Request Request)
    {
        public void Cancel() => Router.Cancel(Request);
    }
}
