namespace ActorInference.Predicting;

/// <summary>Takes a predictor's snapshot.</summary>
internal static class SnapshotTaker
{
    public static PredictorSnapshot Take(Router router, Clock clock)
    {
        lock (router.Lock)
        {
            var (admission, tally) = (router.Admission, router.Tally);
            PoolSnapshot[] current = [.. router.Current!.Pools.Select(pool => Take(pool, clock))];
            return new()
            {
                State = router.IsClosed ? HealthState.Stopped : Join([.. current.Select(pool => pool.State)]),
                Pools = [.. current, .. router.Draining.SelectMany(version => version.Pools).Select(pool => Take(pool, clock))],
                WaitingForRoom = admission.WaitingCount,
                ItemsInFlight = admission.Items,
                MaxItemsInFlight = admission.MostItems,
                BytesInFlight = admission.Bytes,
                MaxBytesInFlight = admission.MostBytes,
                Succeeded = tally.Succeeded,
                Failed = tally.Failed,
                Batches = tally.Batches,
                BatchRows = tally.BatchRows,
                Retried = tally.Retried,
                LanesAbandoned = tally.LanesAbandoned,
                LanesStillHanging = tally.LanesStillHanging,
                SessionsClosing = router.Closer.Count,
            };
        }
    }

    private static PoolSnapshot Take(Pool pool, Clock clock)
    {
        SessionSnapshot[] sessions = [.. pool.Sessions.Select(session => Take(pool, session))];
        return new(
            pool.Device,
            pool.IsStopped || sessions.Length == 0 ? HealthState.Stopped : Join([.. sessions.Select(session => session.State)]),
            pool.Plan,
            sessions,
            pool.Queue.Count,
            pool.Running,
            pool.IdleCount,
            pool.Lanes.Count(lane => lane.State == LaneState.Running),
            pool.Restarts,
            clock.Duration(pool.StampsPerRow),
            pool.LastFailure);
    }

    private static SessionSnapshot Take(Pool pool, SessionState session)
    {
        var state = session.Current is not null ? HealthState.Ready : pool.IsStopped ? HealthState.Stopped : HealthState.Restarting;
        return new(state, session.Lanes, session.Current?.WarmUp ?? "");
    }

    // The whole is as well as its parts: all, some, none but hopeful, none.
    private static HealthState Join(HealthState[] parts) => parts switch
    {
        _ when parts.All(part => part == HealthState.Ready) => HealthState.Ready,
        _ when parts.Any(part => part is HealthState.Ready or HealthState.Degraded) => HealthState.Degraded,
        _ when parts.Any(part => part == HealthState.Restarting) => HealthState.Restarting,
        _ => HealthState.Stopped,
    };
}
