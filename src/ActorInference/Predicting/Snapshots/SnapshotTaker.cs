namespace ActorInference.Predicting;

/// <summary>Takes a predictor's snapshot.</summary>
internal static class SnapshotTaker
{
    public static PredictorSnapshot Take(Router router, Clock clock)
    {
        lock (router.Lock)
        {
            return Take(router, router.Tally, router.Closer, [.. router.Current!.Pools.Select(pool => Take(pool, clock))], [.. router.Draining.SelectMany(version => version.Pools).Select(pool => Take(pool, clock))]);
        }
    }

    /// <summary>Puts it together; one thread at a time, as all of the interior.</summary>
    public static PredictorSnapshot Take(IInterior interior, Tally tally, SessionCloser closer, PoolSnapshot[] current, PoolSnapshot[] draining) => new()
    {
        State = interior.IsClosed ? HealthState.Stopped : Join([.. current.Select(pool => pool.State)]),
        Pools = [.. current, .. draining],
        WaitingForRoom = interior.Admission.WaitingCount,
        ItemsInFlight = interior.Admission.Items,
        MaxItemsInFlight = interior.Admission.MostItems,
        BytesInFlight = interior.Admission.Bytes,
        MaxBytesInFlight = interior.Admission.MostBytes,
        Succeeded = tally.Succeeded,
        Failed = tally.Failed,
        Batches = tally.Batches,
        BatchRows = tally.BatchRows,
        Retried = tally.Retried,
        LanesAbandoned = tally.LanesAbandoned,
        LanesStillHanging = tally.LanesStillHanging,
        SessionsClosing = closer.Count,
    };

    /// <summary>How a pool is.</summary>
    public static HealthState StateOf(Pool pool) =>
        pool.IsStopped || pool.Sessions.Count == 0 ? HealthState.Stopped : Join([.. pool.Sessions.Select(session => StateOf(pool, session))]);

    /// <summary>Takes a pool's.</summary>
    public static PoolSnapshot Take(Pool pool, Clock clock)
    {
        SessionSnapshot[] sessions = [.. pool.Sessions.Select(session => Take(pool, session))];
        return new(
            pool.Device,
            StateOf(pool),
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

    private static SessionSnapshot Take(Pool pool, SessionState session) => new(StateOf(pool, session), session.Lanes, session.Current?.WarmUp ?? "");

    private static HealthState StateOf(Pool pool, SessionState session) =>
        session.Current is not null ? HealthState.Ready : pool.IsStopped ? HealthState.Stopped : HealthState.Restarting;

    /// <summary>The whole is as well as its parts: all, some, none but hopeful, none.</summary>
    private static HealthState Join(HealthState[] parts) => parts switch
    {
        _ when parts.All(part => part == HealthState.Ready) => HealthState.Ready,
        _ when parts.Any(part => part is HealthState.Ready or HealthState.Degraded) => HealthState.Degraded,
        _ when parts.Any(part => part == HealthState.Restarting) => HealthState.Restarting,
        _ => HealthState.Stopped,
    };
}
