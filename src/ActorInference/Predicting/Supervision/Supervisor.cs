namespace ActorInference.Predicting;

/// <summary>
/// Decides what happens when a session fails: who tries again, when it is rebuilt, when its pool stops, when a lane is given up. Guarded by the router's lock; methods that
/// take an <see cref="Aftermath"/> are called under it.
/// </summary>
internal sealed class Supervisor(Router router, SupervisionOptions options, Clock clock, PredictorLog log, Random random)
{
    private readonly Backoff _backoff = new(options, random);
    private readonly long? _watchdog = options.Watchdog is { } watchdog ? clock.Stamps(watchdog) : null;

    /// <summary>Who gives lanes their threads.</summary>
    public LaneStarter Starter { get; } = new(router, new(options, random), clock);

    /// <summary>A run starts on the lane; its own thread says so.</summary>
    public void Starting(SessionActor lane)
    {
        lock (router.Lock) lane.Started = clock.Now;
    }

    /// <summary>Sees to it that somebody looks when a lane has run for too long.</summary>
    public void Watch(long now)
    {
        if (_watchdog is { } patience) router.Alarm.NotLaterThan(now + patience);
    }

    /// <summary>Step 4 of the way of a request (see <see cref="Router"/>): a lane could not get these done; its own thread says so.</summary>
    /// <param name="lane">The lane.</param>
    /// <param name="items">Those.</param>
    /// <param name="failure">How their run failed.</param>
    /// <param name="blame">Whose fault it is.</param>
    /// <param name="onZeros">How the session failed on zeros too; null where it did not, or nobody tried.</param>
    public void Failed(SessionActor lane, ReadOnlySpan<BatchItem> items, Failure failure, Blame blame, Failure? onZeros)
    {
        failure = FaultFinder.ForEach(items, failure, onZeros);
        var aftermath = default(Aftermath);
        lock (router.Lock)
        {
            if (lane.State == LaneState.Running && lane.IsOnCurrent) // of one that is out nobody needs to be told
            {
                if (blame == Blame.Unknown) blame = lane.Session.Suspect();
                if (blame == Blame.Session) TakeOut(lane, onZeros ?? failure, ref aftermath);
            }

            foreach (var item in items)
            {
                var request = (Request)item;
                if (request.State == RequestState.Left) router.Finish(request, ref aftermath);
                else if (request.State != RequestState.Running || request.Lane != lane) continue; // dealt with before a bug of ours was met
                else if (blame == Blame.Item) router.EndOnLane(request, failure, ref aftermath);
                else router.Retry(request, failure, ref aftermath);
            }
        }

        aftermath.CarryOut();
    }

    /// <summary>A lane has tried to load a session; its own thread says so.</summary>
    public void Opened(SessionActor lane, in Outcome<OpenSession> outcome)
    {
        var aftermath = default(Aftermath);
        lock (router.Lock)
        {
            var opened = outcome.TryGet(out var session, out var failure);
            if (lane.State == LaneState.Abandoned) session?.GiveUp(router.Closer, ref aftermath);
            else
            {
                lane.State = LaneState.Awake;
                lane.Session.IsOpening = false;
                if (!opened) Failed(lane.Pool, lane.Session, failure!, ref aftermath);
                else if (lane.Pool.IsClosing) session!.GiveUp(router.Closer, ref aftermath);
                else Back(lane.Pool, lane.Session, session!, ref aftermath);
            }
        }

        aftermath.CarryOut();
    }

    /// <summary>Every lane of the pool ends with what it runs, and the sessions with their lanes.</summary>
    public void Close(Pool pool, ref Aftermath aftermath)
    {
        pool.IsClosing = true;
        foreach (var lane in pool.Lanes.ToArray()) Retire(lane, ref aftermath);
    }

    /// <summary>A lane ends with what it runs.</summary>
    public void Retire(SessionActor lane, ref Aftermath aftermath)
    {
        lane.IsRetired = true;
        if (lane.State == LaneState.Threadless) Retired(lane, ref aftermath);
        else lane.Pool.Wake(lane, ref aftermath);
    }

    /// <summary>A lane ends, because it is not wanted any more.</summary>
    public void Retired(SessionActor lane, ref Aftermath aftermath)
    {
        var pool = lane.Pool;
        if (lane.State == LaneState.Threadless) aftermath.Then(lane.End);
        lane.State = LaneState.Stopped;
        pool.Lanes.Remove(lane);
        router.Leaving.Add(lane);
        LeaveSession(lane, ref aftermath);
        if (pool.Queue.Count > 0) router.Dispatcher.Stir(pool, clock.Now, ref aftermath);
    }

    /// <summary>The system gave no thread for a lane: where no other has one for its session, that failed.</summary>
    public void Refused(SessionActor lane, Failure failure, long now, ref Aftermath aftermath)
    {
        var pool = lane.Pool;
        if (pool.Lanes.Exists(other => other.Session == lane.Session && other.State != LaneState.Threadless) || !lane.Session.IsDue(now)) pool.LastFailure = failure;
        else Failed(pool, lane.Session, failure, ref aftermath);
    }

    /// <summary>Looks at everything whose time may have come.</summary>
    public void OnAlarm(long now, ref Aftermath aftermath)
    {
        router.Closer.Look(now, ref aftermath);
        foreach (var version in router.Draining.Append(router.Current!).ToArray())
        {
            foreach (var pool in version.Pools)
            {
                foreach (var lane in pool.Lanes.ToArray()) Look(lane, now, ref aftermath);
                foreach (var lane in pool.Lanes) Starter.Look(lane, now, ref aftermath);
                foreach (var session in pool.Sessions) Look(pool, session, now, ref aftermath);
            }
        }
    }

    /// <summary>Gives up lanes that did not end when everything was told to.</summary>
    public void Abandon(IEnumerable<SessionActor> lanes)
    {
        var aftermath = default(Aftermath);
        lock (router.Lock)
        {
            foreach (var lane in lanes)
            {
                if (lane.State is LaneState.Running or LaneState.Opening) Abandon(lane, options.ShutdownPatience, ref aftermath);
            }
        }

        aftermath.CarryOut();
    }

    /// <summary>The session of a lane, if it is still the one it failed on, goes out of use.</summary>
    private void TakeOut(SessionActor lane, Failure failure, ref Aftermath aftermath)
    {
        if (!lane.IsOnCurrent) return; // another lane was faster
        lane.Session.GiveUp(router.Closer, ref aftermath);
        Failed(lane.Pool, lane.Session, failure, ref aftermath);
    }

    private void Failed(Pool pool, SessionState session, Failure failure, ref Aftermath aftermath)
    {
        var now = clock.Now;
        session.FailuresInARow++;
        pool.LastFailure = failure;
        if (pool.IsClosing) return;
        if (pool.Window.Note(now) || pool.IsStopped)
        {
            Stop(pool, failure, now, ref aftermath);
            return;
        }

        var pause = _backoff.After(session.FailuresInARow);
        session.RetryAt = now + clock.Stamps(pause);
        router.Alarm.NotLaterThan(session.RetryAt);
        aftermath.Then(() => log.SessionOut(router.Model, pool.Device, failure.Message, pause.TotalSeconds));
        if (pool.LanesReady == 0) router.Relieve(pool, ref aftermath);
        else if (pool.Queue.Count > 0) router.Dispatcher.Stir(pool, now, ref aftermath);
    }

    private void Stop(Pool pool, Failure failure, long now, ref Aftermath aftermath)
    {
        pool.IsStopped = true;
        pool.Window.Clear();
        foreach (var session in pool.Sessions)
        {
            session.GiveUp(router.Closer, ref aftermath);
            session.RetryAt = now + clock.Stamps(options.RestartWindow);
            router.Alarm.NotLaterThan(session.RetryAt);
        }

        aftermath.Then(() => log.PoolStopped(router.Model, pool.Device, failure.Message, options.RestartWindow.TotalSeconds));
        router.Reroute(pool, ref aftermath);
    }

    private void Back(Pool pool, SessionState session, OpenSession opened, ref Aftermath aftermath)
    {
        session.Current = opened;
        pool.IsStopped = false;
        var isRestart = session.FailuresInARow > 0;
        if (isRestart) pool.Restarts++;
        aftermath.Then(() =>
        {
            if (isRestart) router.Telemetry.Restarted(pool.Device);
            log.SessionBack(router.Model, pool.Device);
        });
        router.Dispatcher.Stir(pool, clock.Now, ref aftermath);
        foreach (var other in pool.Version.Pools)
        {
            if (other.LanesReady == 0) router.Relieve(other, ref aftermath);
        }
    }

    private void Look(Pool pool, SessionState session, long now, ref Aftermath aftermath)
    {
        if (session.Current is not null || session.IsOpening || pool.IsClosing) return;
        if (!session.IsDue(now))
        {
            router.Alarm.NotLaterThan(session.RetryAt);
            return;
        }

        // Any lane of it that is idle will do; one that is busy with an old run finds out by itself.
        foreach (var lane in pool.Lanes)
        {
            if (lane.Session != session || lane.State != LaneState.Idle) continue;
            pool.Wake(lane, ref aftermath);
            return;
        }
    }

    private void Look(SessionActor lane, long now, ref Aftermath aftermath)
    {
        if (_watchdog is not { } patience || lane.State is not (LaneState.Running or LaneState.Opening)) return;
        if (lane.Started + patience > now) router.Alarm.NotLaterThan(lane.Started + patience);
        else Abandon(lane, options.Watchdog!.Value, ref aftermath);
    }

    private void LeaveSession(SessionActor lane, ref Aftermath aftermath)
    {
        if (--lane.Session.Lanes > 0) return;
        lane.Session.GiveUp(router.Closer, ref aftermath);
        lane.Pool.Sessions.Remove(lane.Session);
    }

    // Its thread is left to itself; whatever it holds comes back when its run returns, if ever.
    private void Abandon(SessionActor lane, TimeSpan patience, ref Aftermath aftermath)
    {
        var pool = lane.Pool;
        var what = lane.State == LaneState.Running ? "a run" : "loading a session";
        var failure = new Failure(ErrorKind.SessionFailed, $"{router.Model} on {pool.Device}: {what} did not return within {patience.TotalSeconds:0.###} s; its lane was given up.");
        router.Tally.LanesAbandoned++;
        router.Tally.LanesStillHanging++;
        var wasOpening = lane.State == LaneState.Opening;
        lane.State = LaneState.Abandoned;
        pool.Lanes.Remove(lane);
        aftermath.Then(() =>
        {
            router.Telemetry.Abandoned(pool.Device);
            log.LaneAbandoned(router.Model, pool.Device, lane.Number, failure.Message);
        });

        if (lane.IsRetired) LeaveSession(lane, ref aftermath);
        else
        {
            var replacement = new SessionActor(router, pool, lane.Session, lane.Number);
            pool.Lanes.Add(replacement);
            Starter.Start(replacement, ref aftermath);
        }

        if (wasOpening)
        {
            lane.Session.IsOpening = false;
            Failed(pool, lane.Session, failure, ref aftermath);
        }
        else
        {
            var run = lane.Run;
            aftermath.Then(() => lane.Terminate(run));
            TakeOut(lane, failure, ref aftermath);
            pool.Leave(lane.Batch);
            foreach (var request in lane.Batch)
            {
                if (request.Lane == lane) router.MoveOn(request, failure, ref aftermath);
            }
        }

        aftermath.Then(lane.GiveUp);
    }
}
