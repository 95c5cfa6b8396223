namespace ActorInference.Predicting;

/// <summary>Gives lanes their threads, which the system may refuse: then it is tried again with backoff, and until then the lane's work waits or is others'.</summary>
internal sealed class LaneStarter(Router router, Backoff backoff, Clock clock)
{
    /// <summary>Starts lanes that no pool in use has yet, or that were added together: all, or they are retired. Without the lock. Those that sleep afterwards are to be woken.</summary>
    public Failure? StartAll(IReadOnlyList<SessionActor> lanes)
    {
        Failure? why = null;
        foreach (var lane in lanes) why ??= lane.Start();
        if (why is null) return null;
        var aftermath = default(Aftermath);
        lock (router.Lock)
        {
            foreach (var lane in lanes)
            {
                if (!lane.HasThread) lane.State = LaneState.Threadless;
                router.Supervisor.Retire(lane, ref aftermath);
            }
        }

        aftermath.CarryOut();
        return why;
    }

    /// <summary>Starts a lane that a pool relies on. Under the lock.</summary>
    public void Start(SessionActor lane, ref Aftermath aftermath)
    {
        lane.State = LaneState.Awake;
        aftermath.Then(() => Start(lane));
    }

    /// <summary>Tries again when its time has come. Under the lock.</summary>
    public void Look(SessionActor lane, long now, ref Aftermath aftermath)
    {
        if (lane.State != LaneState.Threadless) return;
        if (lane.RetryAt > now) router.Alarm.NotLaterThan(lane.RetryAt);
        else Start(lane, ref aftermath);
    }

    private void Start(SessionActor lane)
    {
        if (lane.Start() is not { } refusal)
        {
            lane.Wake();
            return;
        }

        var aftermath = default(Aftermath);
        lock (router.Lock)
        {
            var now = clock.Now;
            lane.State = LaneState.Threadless;
            lane.RetryAt = now + clock.Stamps(backoff.After(++lane.Refusals));
            router.Alarm.NotLaterThan(lane.RetryAt);
            if (lane.IsRetired) router.Supervisor.Retired(lane, ref aftermath);
            else router.Supervisor.Refused(lane, refusal, now, ref aftermath);
        }

        aftermath.CarryOut();
    }
}
