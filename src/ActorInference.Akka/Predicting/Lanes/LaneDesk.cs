using ActorInference.Predicting;
using ActorInference.Telemetry;
using Akka.Actor;

namespace ActorInference.Akka.Predicting;

/// <summary>
/// The lanes of a predictor: gives those that are free what waits, and deals with what they have done. A lane has the right to a batch first, and then the batch is made. The predictor's own.
/// </summary>
internal sealed class LaneDesk
{
    private readonly RequestDesk _requests;
    private readonly Clock _clock;
    private readonly PredictorLog _log;
    private readonly IActorRef _predictor;
    private readonly TimeSpan? _watchdog;
    private readonly Dictionary<IActorRef, LaneToken> _lanes = []; // that are up
    private readonly List<LaneToken> _free = [];
    private readonly HashSet<LaneBatch> _batches = []; // that were sent, and are not over
    private readonly List<Request> _taken = [];

    public LaneDesk(RequestDesk requests, SupervisionOptions options, Clock clock, PredictorLog log, IActorRef predictor)
    {
        _requests = requests;
        _clock = clock;
        _log = log;
        _predictor = predictor;
        _watchdog = options.Watchdog;
    }

    /// <summary>How many lanes of a pool have nothing to do, and how many have a batch.</summary>
    public (int Idle, int Running) Count(Pool pool) =>
        (_free.Count(lane => lane.Pool == pool), _batches.Count(batch => !batch.IsAbandoned && batch.Lane.Pool == pool));

    /// <summary>A lane has a session, and nothing to do.</summary>
    public void IsFree(LaneIsFree free)
    {
        if (_lanes.ContainsKey(free.Lane)) return;
        var lane = new LaneToken(free.Lane, free.Router, free.Pool);
        _lanes[free.Lane] = lane;
        _free.Add(lane);
    }

    /// <summary>A lane can run nothing any more. What was on its way to it goes to others; what it has begun it will tell of.</summary>
    public void IsDown(IActorRef actor, ref Aftermath aftermath)
    {
        if (!_lanes.Remove(actor, out var lane)) return;
        lane.IsUp = false;
        _free.Remove(lane);
        TakeBack(batch => batch.Lane.Pool == lane.Pool, ref aftermath); // a router may have sent it what another lane had asked for
    }

    /// <summary>A pool has stopped: its lanes end.</summary>
    public void HasStopped(Pool pool, ref Aftermath aftermath)
    {
        foreach (var lane in _lanes.Values.Where(lane => lane.Pool == pool).ToArray()) IsDown(lane.Actor, ref aftermath);
        TakeBack(batch => batch.Lane.Pool == pool, ref aftermath);
    }

    /// <summary>Gives free lanes what waits, as long as there is both.</summary>
    public void Stir(ref Aftermath aftermath)
    {
        if (_free.Count == 0 || _requests.Queue.Count == 0) return;
        var now = _clock.Now;
        _requests.Deadlines.EndLate(now, ref aftermath); // the alarm may ring later than we are here
        while (_free.Count > 0 && _requests.Queue.Count > 0)
        {
            var ripe = _requests.Queue.RipeAt();
            if (ripe > now)
            {
                _requests.Alarm.NotLaterThan(ripe);
                return;
            }

            _requests.Queue.Take(now, _requests.Version.MaxRows > 1 ? _free.Count - 1 : 0, _taken);
            if (_taken.Count == 0) return;
            Send(TakeLane(), now);
        }
    }

    /// <summary>These of a batch have their outputs, or have failed.</summary>
    public void Handle(BatchPart part, ref Aftermath aftermath)
    {
        if (part.Failure is { } failure) Failed(part.Batch, part.Items, failure, part.Blame, ref aftermath);
        else Succeeded(part.Batch, part.Items, ref aftermath);
    }

    /// <summary>A run is over; its lane has nothing to do.</summary>
    public void Handle(BatchIsOver over, ref Aftermath aftermath)
    {
        var batch = over.Batch;
        if (over.AllSucceeded) Succeeded(batch, batch.Requests, ref aftermath);
        if (batch.IsAbandoned) _requests.Tally.LanesStillHanging--;
        EndBatch(batch);
    }

    /// <summary>A lane had no session for a batch, and has given it back.</summary>
    public void Handle(BatchIsReturned returned, ref Aftermath aftermath)
    {
        returned.Batch.Lane.HasMissed = true;
        Return(returned.Batch, ref aftermath);
    }

    /// <summary>Gives up lanes whose run has taken too long; <paramref name="tellPool"/> sees to it that they are replaced.</summary>
    public void Look(long now, Action<Pool, LaneHangs> tellPool, ref Aftermath aftermath)
    {
        if (_watchdog is not { } patience) return;
        foreach (var batch in _batches.ToArray())
        {
            if (batch.IsAbandoned) continue;
            var started = batch.Started;
            var due = (started == 0 ? batch.Sent : started) + _clock.Stamps(patience);
            if (due > now) _requests.Alarm.NotLaterThan(due);
            else if (started != 0) tellPool(batch.Lane.Pool, new(batch.RunBy!, batch.Session!, GiveUp(batch, patience, ref aftermath)));
            else if (batch.TryTakeBack()) Return(batch, ref aftermath); // a router has sent it behind a run that hangs
        }
    }

    /// <summary>Gives up whatever still runs; nobody waits for it.</summary>
    public void GiveUpAll(TimeSpan patience, ref Aftermath aftermath)
    {
        foreach (var batch in _batches.ToArray())
        {
            if (batch.IsAbandoned) continue;
            if (batch.TryTakeBack()) Return(batch, ref aftermath); // its lane has not come to it, and would find nobody to give it back to
            else if (batch.Started != 0) GiveUp(batch, patience, ref aftermath);
        }
    }

    /// <summary>Every lane has ended, and tells of nothing any more: what it had is given back.</summary>
    public void EndAll(ref Aftermath aftermath)
    {
        foreach (var request in _batches.SelectMany(batch => batch.Requests))
        {
            if (request.State == RequestState.Left) _requests.Finish(request, ref aftermath);
        }

        _batches.Clear();
    }

    // The lane whose device is the fastest, and of that the one that became free last, whose caches are warm.
    private LaneToken TakeLane()
    {
        var best = _free.Count - 1;
        for (var i = best - 1; i >= 0; i--)
        {
            if (_free[i].Pool.StampsPerRow < _free[best].Pool.StampsPerRow) best = i;
        }

        var lane = _free[best];
        _free.RemoveAt(best);
        return lane;
    }

    private void Send(LaneToken lane, long now)
    {
        var batch = new LaneBatch(lane, [.. _taken], now);
        foreach (var request in _taken)
        {
            _requests.Deadlines.Forget(request);
            request.State = RequestState.Running;
            request.Carrier = batch;
            request.Started = now;
        }

        lane.Pool.Enter(_taken);
        _taken.Clear();
        _batches.Add(batch);
        if (_watchdog is { } watchdog) _requests.Alarm.NotLaterThan(now + _clock.Stamps(watchdog));
        (lane.HasMissed ? lane.Actor : lane.Router).Tell(batch, _predictor);
        lane.HasMissed = false;
    }

    // Its lane may have another one, unless it is down.
    private void EndBatch(LaneBatch batch)
    {
        if (!_batches.Remove(batch)) return;
        if (!batch.IsAbandoned) batch.Lane.Pool.Leave([.. batch.Requests]);
        if (batch.Lane.IsUp && !_free.Contains(batch.Lane)) _free.Add(batch.Lane);
    }

    private void TakeBack(Predicate<LaneBatch> which, ref Aftermath aftermath)
    {
        foreach (var batch in _batches.ToArray())
        {
            if (which(batch) && batch.TryTakeBack()) Return(batch, ref aftermath);
        }
    }

    private void Return(LaneBatch batch, ref Aftermath aftermath)
    {
        foreach (var request in batch.Requests)
        {
            if (request.State == RequestState.Left) _requests.Finish(request, ref aftermath);
            else _requests.Return(request, ref aftermath);
        }

        EndBatch(batch);
    }

    private void Succeeded(LaneBatch batch, BatchItem[] items, ref Aftermath aftermath)
    {
        var (now, pool, rows) = (_clock.Now, batch.Lane.Pool, 0);
        foreach (var item in items) rows += item.Rows;
        var took = now - batch.Started;
        _requests.Tally.Ran(rows);
        if (!batch.IsAbandoned) pool.Measure(took, rows);
        pool.Version.WarmUp.Learn(items[0].Inputs);
        foreach (var item in items) Succeeded((Request)item, batch, took, ref aftermath);
        if (Instruments.WantRuns) aftermath.Then(() => _requests.Telemetry.Ran(pool.Device, took, rows));
    }

    private void Succeeded(Request request, LaneBatch batch, long took, ref Aftermath aftermath)
    {
        if (request.State == RequestState.Left)
        {
            _requests.Finish(request, ref aftermath);
            return;
        }

        var prediction = batch.Lane.Pool.Version.MakePrediction(request, batch.Lane.Pool.Device, took, _clock, _requests, out _);
        _requests.EndAfterRun(request, prediction, ref aftermath);
    }

    private void Failed(LaneBatch batch, BatchItem[] items, Failure failure, Blame blame, ref Aftermath aftermath)
    {
        foreach (var item in items)
        {
            var request = (Request)item;
            if (request.State == RequestState.Left) _requests.Finish(request, ref aftermath);
            else if (request.State != RequestState.Running || request.Carrier != batch) continue; // dealt with before a bug of ours was met
            else if (blame == Blame.Item) _requests.EndAfterRun(request, failure, ref aftermath);
            else _requests.Retry(request, failure, ref aftermath);
        }
    }

    private Failure GiveUp(LaneBatch batch, TimeSpan patience, ref Aftermath aftermath)
    {
        var pool = batch.Lane.Pool;
        var failure = new Failure(ErrorKind.SessionFailed, $"{_requests.Model} on {pool.Device}: a run did not return within {patience.TotalSeconds:0.###} s; its lane was given up.");
        _requests.Tally.LanesAbandoned++;
        _requests.Tally.LanesStillHanging++;
        batch.IsAbandoned = true;
        pool.Leave([.. batch.Requests]);
        foreach (var request in batch.Requests)
        {
            if (request.Carrier == batch) _requests.MoveOn(request, failure, ref aftermath);
        }

        if (_lanes.Remove(batch.RunBy!, out var hanging))
        {
            hanging.IsUp = false;
            _free.Remove(hanging);
        }

        if (batch.Lane != hanging && batch.Lane.IsUp) _free.Add(batch.Lane); // another lane had asked for it
        aftermath.Then(batch.Terminate);
        aftermath.Then(() =>
        {
            _requests.Telemetry.Abandoned(pool.Device);
            _log.LaneAbandoned(_requests.Model, pool.Device, 0, failure.Message);
        });
        return failure;
    }
}
