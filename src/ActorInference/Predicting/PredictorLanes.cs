namespace ActorInference.Predicting;

/// <summary>Changes the number of lanes of a pool while it serves.</summary>
internal static class PredictorLanes
{
    public static Failure? Change(Router router, PredictorOptions options, DeviceId device, int lanes)
    {
        var aftermath = default(Aftermath);
        List<SessionActor> added = [];
        lock (router.Lock)
        {
            var version = router.Current!;
            if (router.IsClosed) return router.Refusals.ShutDown;
            if (version.Pools.Find(pool => pool.Device == device) is not { } pool)
            {
                return new(ErrorKind.NotFound, $"{router.Model} does not run on {device}; it runs on {string.Join(", ", version.Pools.Select(other => other.Device))}.");
            }

            if (!ThreadPlan.For(device, options.Goal, lanes, pool.Plan.ThreadsPerLane).TryGet(out var plan, out var failure)) return failure;
            var others = version.Pools.Sum(other => other == pool ? 0 : other.Plan.Lanes);
            if (PredictorOpening.WhyTooSmall(version, options, others + lanes) is { } tooSmall) return tooSmall;

            pool.Plan = plan;
            var active = pool.Lanes.FindAll(lane => !lane.IsRetired);

            // Lanes that end with what they run go on instead: beside them, new ones would make more runs at once than were asked for.
            var ending = pool.Lanes.FindAll(lane => lane.IsRetired);
            for (var i = 0; i < ending.Count && active.Count < lanes; i++)
            {
                ending[i].IsRetired = false;
                active.Add(ending[i]);
            }

            for (var i = active.Count; i < lanes; i++) added.Add(pool.AddLane(router, SessionFor(pool)));
            for (var i = lanes; i < active.Count; i++) Supervisor.Retire(active[i], ref aftermath);
        }

        aftermath.CarryOut();
        added.ForEach(lane => lane.Start());
        return null;
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
