namespace ActorInference.Predicting;

/// <summary>Changes the number of lanes of a pool while it serves.</summary>
internal static class PredictorLanes
{
    public static Failure? Change(Router router, PredictorOptions options, DeviceId device, int lanes)
    {
        var aftermath = default(Aftermath);
        List<SessionActor> added = [];
        List<SessionActor> revived = [];
        Pool? pool;
        ThreadPlan old;
        lock (router.Lock)
        {
            var version = router.Current!;
            if (router.IsClosed) return router.Refusals.ShutDown;
            if (version.Pools.Find(pool => pool.Device == device) is not { } found)
            {
                return new(ErrorKind.NotFound, $"{router.Model} does not run on {device}; it runs on {string.Join(", ", version.Pools.Select(other => other.Device))}.");
            }

            pool = found;
            if (!ThreadPlan.For(device, options.Goal, lanes, pool.Plan.ThreadsPerLane, options.AllowOversubscription).TryGet(out var plan, out var failure)) return failure;
            var others = version.Pools.Sum(other => other == pool ? 0 : other.Plan.Lanes);
            if (PredictorOpening.WhyTooSmall(version, options, others + lanes) is { } tooSmall) return tooSmall;

            (old, pool.Plan) = (pool.Plan, plan);
            var active = pool.Lanes.FindAll(lane => !lane.IsRetired);
            active.Sort((one, other) => (one.State == LaneState.Threadless).CompareTo(other.State == LaneState.Threadless)); // those end first

            // Lanes that end with what they run go on instead: beside them, new ones would make more runs at once than were asked for.
            var ending = pool.Lanes.FindAll(lane => lane.IsRetired);
            for (var i = 0; i < ending.Count && active.Count < lanes; i++)
            {
                ending[i].IsRetired = false;
                active.Add(ending[i]);
                revived.Add(ending[i]);
            }

            for (var i = active.Count; i < lanes; i++) added.Add(pool.AddLane(router, SessionFor(pool)));
            for (var i = lanes; i < active.Count; i++) router.Supervisor.Retire(active[i], ref aftermath);
        }

        aftermath.CarryOut();
        var refusal = router.Supervisor.Starter.StartAll(added);
        if (refusal is not null) TakeBack(router, pool, old, revived);
        added.ForEach(lane => lane.Wake());
        return refusal;
    }

    // The lanes that were added have been retired.
    private static void TakeBack(Router router, Pool pool, ThreadPlan old, List<SessionActor> revived)
    {
        var aftermath = default(Aftermath);
        lock (router.Lock)
        {
            pool.Plan = old;
            foreach (var lane in revived) router.Supervisor.Retire(lane, ref aftermath);
        }

        aftermath.CarryOut();
    }

    // A session that is not there yet is loaded by its own lane.
    private static SessionState SessionFor(Pool pool)
    {
        if (pool.SharesSession && pool.Sessions.Count > 0) return pool.Sessions[0];
        var session = new SessionState();
        pool.Sessions.Add(session);
        return session;
    }
}
