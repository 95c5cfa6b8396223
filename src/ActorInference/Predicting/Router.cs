using System.Diagnostics;
using ActorInference.Telemetry;

namespace ActorInference.Predicting;

/// <summary>
/// Sends each request to the pool that is expected to be done with it first, and sees it to its one end. All that several threads see of a predictor is guarded by
/// the one lock here, held for a few steps at a time; what may take longer or is not ours is done afterwards (<see cref="Aftermath"/>).
/// <code>
///  caller ─1─▶ entrance ─2─▶ queue of a pool ─3─▶ lane ─4─▶ outcome ─5─▶ caller
///                                  ▲                │
///                                  └───── 6 ────────┘
/// </code>
/// 1 Submit. 2 Entrance.Admit: there is room. 3 Dispatcher.Next: a lane is free. 4 Dispatcher.Succeeded, or
/// Supervisor.Failed. 5 Aftermath.CarryOut, without the lock. 6 Retry, or MoveOn from a lane that was given up: once.
/// Cancel and a deadline end a request wherever it is.
/// </summary>
internal sealed class Router : IInterior, ISessionKeeper, IDisposable
{
    private readonly Lock _lock = new();
    private readonly Clock _clock;
    private readonly CancellationTokenSource _closing = new();

    // Guarded by the lock; the current version may be read without it.
    private readonly Alarm _alarm;
    private volatile ModelVersion? _current;

    public Router(PredictorOptions options, string model, Clock clock, PredictorLog log, Random random)
    {
        _clock = clock;
        Telemetry = new(options.Name, clock);
        Admission = new(options.Admission);
        Model = model;
        _alarm = new(clock, OnAlarm);
        Deadlines = new(this);
        Refusals = new(this, clock);
        Entrance = new(this, clock, log);
        Dispatcher = new(this, clock);
        Supervisor = new(this, options.Supervision, clock, log, random);
        Closer = new(this, options.Supervision.Watchdog, clock, log);
        Closing = _closing.Token;
    }

    public Dispatcher Dispatcher { get; }

    public Supervisor Supervisor { get; }

    public SessionCloser Closer { get; }

    /// <summary>Cancelled when everything is to end.</summary>
    public CancellationToken Closing { get; }

    /// <summary>Who hears of predictions, runs and lanes; without the lock.</summary>
    public PredictorTelemetry Telemetry { get; }

    /// <summary>The name of the version that takes requests. May be read without the lock.</summary>
    public string Model
    {
        get;
        set => Telemetry.Model = field = value;
    }

    public Lock Lock => _lock;

    // Guarded by the lock, all of the following.
    public Admission Admission { get; }

    public Entrance Entrance { get; }

    public Refusals Refusals { get; }

    public Alarm Alarm => _alarm;

    public Deadlines Deadlines { get; }

    public Tally Tally { get; } = new();

    /// <summary>The version that takes requests. May be read without the lock.</summary>
    public ModelVersion? Current
    {
        get => _current;
        set => _current = value;
    }

    /// <summary>Versions that finish what they run.</summary>
    public List<ModelVersion> Draining { get; } = [];

    /// <summary>Lanes that have left their pool and have not let go of their sessions yet.</summary>
    public List<SessionActor> Leaving { get; } = [];

    /// <summary>Whether new requests are turned away.</summary>
    public bool IsClosed { get; set; }

    /// <summary>Completes when nothing is in flight and nobody waits; set by who wants to know.</summary>
    public TaskCompletionSource? Drained { get; set; }

    /// <inheritdoc/>
    public IReadOnlyList<Pool> Pools => Current!.Pools;

    /// <inheritdoc/>
    public IEnumerable<RequestQueue> Queues => Current!.Pools.Select(pool => pool.Queue);

    /// <summary>Step 1. Takes requests in; each ends exactly once, whatever happens.</summary>
    public void Submit(ReadOnlySpan<Request> requests)
    {
        var aftermath = default(Aftermath);
        lock (_lock)
        {
            foreach (var request in requests) Entrance.Submit(request, ref aftermath);
        }

        aftermath.CarryOut();
    }

    /// <summary>Counts requests that were refused before they were submitted.</summary>
    public void CountRefused(Failure failure, int count = 1, Activity? activity = null)
    {
        lock (_lock)
        {
            for (var i = 0; i < count; i++) Tally.Ended(failure);
        }

        Telemetry.Refused(failure, count, activity);
    }

    /// <summary>The caller gives up. Does nothing when the request has ended.</summary>
    public void Cancel(Request request)
    {
        var aftermath = default(Aftermath);
        lock (_lock)
        {
            while (request.Successor is { } successor) request = successor;
            if (request.State == RequestState.New) request.IsCancelledEarly = true;
            else End(request, Refusals.GaveUp, ref aftermath);
        }

        aftermath.CarryOut();
    }

    /// <summary>A lane has let go of everything; the last that its thread says.</summary>
    public void Gone(SessionActor lane)
    {
        lock (_lock) Leaving.Remove(lane);
    }

    /// <summary>Has a request that is admitted wait for a lane of the pool.</summary>
    public void Enqueue(Request request, Pool pool, long now, ref Aftermath aftermath)
    {
        // A millisecond for the way to the lane, and the run itself should be over when the caller expects it.
        var mustStart = request.Deadline == Request.NoDeadline ? long.MaxValue : request.Deadline - _clock.Stamps(TimeSpan.FromMilliseconds(1)) - (long)pool.StampsPerRun;
        var ripe = pool.Queue.Add(request, mustStart);
        if (ripe <= now) pool.WakeOne(ref aftermath);
        else _alarm.NotLaterThan(ripe);
    }

    /// <inheritdoc/>
    public bool TryEnqueue(Request request, long now, ref Aftermath aftermath)
    {
        if (PoolChoice.Best(Current!.Pools, request.Rows) is not { } pool) return false;
        Deadlines.Expect(request);
        Enqueue(request, pool, now, ref aftermath);
        return true;
    }

    /// <summary>Ends a request that has not ended, wherever it is; its slot is free as soon as no lane holds it.</summary>
    public void End(Request request, in Outcome<Prediction> outcome, ref Aftermath aftermath)
    {
        switch (request.State)
        {
            case RequestState.WaitingForRoom:
                Admission.RemoveWaiting(request);
                break;
            case RequestState.Queued:
                request.Queue!.Remove(request);
                break;
            case RequestState.Running:
                request.State = RequestState.Left;
                if (--request.Lane!.Staying == 0)
                {
                    var (lane, run) = (request.Lane, request.Lane.Run);
                    aftermath.Then(() => lane.Terminate(run));
                }

                break;
            case RequestState.Left or RequestState.Ended:
                return;
        }

        Deadlines.Forget(request);
        request.Result = outcome.TryGet(out var prediction, out var failure) ? prediction : failure;
        Tally.Ended(failure);
        aftermath.Complete(request, Telemetry);
        if (request.State != RequestState.Left) Finish(request, ref aftermath);
    }

    /// <summary>A request that was run, by the lane that ran it, has its outcome.</summary>
    public void EndOnLane(Request request, in Outcome<Prediction> outcome, ref Aftermath aftermath)
    {
        request.Lane!.Staying--;
        request.State = RequestState.Admitted;
        End(request, outcome, ref aftermath);
    }

    /// <summary>A lane has done with a request whose caller has the answer, or never will need one.</summary>
    public void Finish(Request request, ref Aftermath aftermath)
    {
        request.State = RequestState.Ended;
        request.Lane = null;
        aftermath.Release(request);
        Entrance.GiveRoomBack(request, ref aftermath);
    }

    /// <summary>
    /// Step 6 where the lane of a request was given up: a successor takes its place, once; else it fails. Either way the room is free, for nobody knows whether the lane ever returns.
    /// </summary>
    public void MoveOn(Request request, Failure failure, ref Aftermath aftermath)
    {
        if (request.State == RequestState.Running && !request.IsSecondTry && PoolChoice.Best(Current!.Pools, request.Rows) is { } pool && request.MakeSuccessor() is { } successor)
        {
            request.State = RequestState.Left;
            request.HasRoom = false;
            Tally.Retried++;
            Deadlines.Expect(successor);
            Enqueue(successor, pool, _clock.Now, ref aftermath);
            return;
        }

        End(request, failure, ref aftermath);
        Entrance.GiveRoomBack(request, ref aftermath);
    }

    /// <summary>Step 6. A request whose session failed under it waits again, once, ahead of those who came later; it fails when nobody can take it.</summary>
    public void Retry(Request request, Failure failure, ref Aftermath aftermath)
    {
        if (request.IsSecondTry || PoolChoice.Best(Current!.Pools, request.Rows) is not { } pool)
        {
            EndOnLane(request, failure, ref aftermath);
            return;
        }

        Tally.Retried++;
        request.IsSecondTry = true;
        request.Lane!.Staying--;
        request.Lane = null;
        Deadlines.Expect(request);
        Enqueue(request, pool, _clock.Now, ref aftermath);
    }

    /// <summary>Moves what waits in a pool to others; what nobody takes fails.</summary>
    public void Reroute(Pool pool, ref Aftermath aftermath)
    {
        while (pool.Queue.Oldest() is { } request)
        {
            if (PoolChoice.Best(Current!.Pools, request.Rows) is { } other && other != pool) Move(request, other, ref aftermath);
            else End(request, Refusals.NoPool(), ref aftermath);
        }
    }

    /// <summary>Moves what waits in a pool without a session to those that have one; where none has, it goes on waiting.</summary>
    public void Relieve(Pool pool, ref Aftermath aftermath)
    {
        while (pool.Queue.Oldest() is { } request && PoolChoice.Best(Current!.Pools, request.Rows) is { LanesReady: > 0 } other)
        {
            Move(request, other, ref aftermath);
        }
    }

    /// <summary>Puts a version in the place of the present one, which finishes what it runs; what waits goes over. Lanes must not have been started.</summary>
    public void Replace(ModelVersion version, ref Aftermath aftermath)
    {
        var old = Current;
        Current = version;
        Model = version.Source.Name;
        if (old is null) return;
        Draining.Add(old);
        foreach (var pool in old.Pools)
        {
            Supervisor.Close(pool, ref aftermath);
            Reroute(pool, ref aftermath);
        }
    }

    /// <summary>Ends everything that waits or runs.</summary>
    public void EndAll(Failure failure, ref Aftermath aftermath)
    {
        while (Admission.NextWaiting() is { } request) End(request, failure, ref aftermath);
        foreach (var pool in Draining.Append(Current!).SelectMany(version => version.Pools))
        {
            while (pool.Queue.Oldest() is { } request) End(request, failure, ref aftermath);
            foreach (var lane in pool.Lanes)
            {
                foreach (var request in lane.Batch) End(request, failure, ref aftermath);
            }

            Supervisor.Close(pool, ref aftermath);
        }

        aftermath.Then(TellClosing);
    }

    /// <summary>Bytes of a prediction are in flight no more. From any thread, without the lock.</summary>
    public void ReleaseBytes(long bytes)
    {
        Admission.AddBytes(-bytes);
        if (Admission.WaitingCount == 0) return;
        var aftermath = default(Aftermath);
        lock (_lock) Entrance.AdmitWaiting(ref aftermath);
        aftermath.CarryOut();
    }

    /// <inheritdoc/>
    public void LookNotLaterThan(long due) => _alarm.NotLaterThan(due);

    /// <inheritdoc/>
    public void Dispose()
    {
        _alarm.Dispose();
        _closing.Dispose();
    }

    private void TellClosing()
    {
        try
        {
            _closing.Cancel();
        }
        catch (AggregateException)
        {
            // A session could not pass it on, so its probe goes on to its end; disposal waits for it with patience.
        }
    }

    private void Move(Request request, Pool pool, ref Aftermath aftermath)
    {
        request.Queue!.Remove(request);
        Enqueue(request, pool, _clock.Now, ref aftermath);
    }

    private void OnAlarm()
    {
        var aftermath = default(Aftermath);
        lock (_lock)
        {
            var now = _clock.Now;
            _alarm.Rang();
            Deadlines.EndLate(now, ref aftermath);
            Entrance.LookAtHeld(ref aftermath);
            Supervisor.OnAlarm(now, ref aftermath);
            foreach (var pool in Current!.Pools)
            {
                if (pool.Queue.Count > 0) Dispatcher.Stir(pool, now, ref aftermath);
            }
        }

        aftermath.CarryOut();
    }
}
