using System.Diagnostics.Metrics;
using ActorInference.Predicting;

namespace ActorInference.Telemetry;

/// <summary>The predictors there are, for whoever collects how they stand. Nothing is looked at before somebody asks, and a predictor that is closed is not held.</summary>
internal static class LivePredictors
{
    private static readonly Lock Lock = new(); // taken before a router's
    private static readonly List<Router> Routers = [];

    public static void Add(Router router)
    {
        Instruments.Publish();
        lock (Lock) Routers.Add(router);
    }

    public static void Remove(Router router)
    {
        lock (Lock) Routers.Remove(router);
    }

    public static IEnumerable<Measurement<long>> InFlight() => Sum((router, sum) => Add(sum, router, router.Admission.Items));

    public static IEnumerable<Measurement<long>> Bytes() => Sum((router, sum) => Add(sum, router, router.Admission.Bytes));

    public static IEnumerable<Measurement<long>> WaitingForRoom() => Sum((router, sum) => Add(sum, router, router.Admission.WaitingCount));

    public static IEnumerable<Measurement<long>> Queued() => Sum((router, sum) =>
    {
        foreach (var pool in PoolsOf(router)) Add(sum, router, pool, pool.Queue.Count);
    });

    public static IEnumerable<Measurement<long>> Lanes() => Sum((router, sum) =>
    {
        foreach (var pool in PoolsOf(router))
        {
            var busy = pool.Lanes.Count(lane => lane.State == LaneState.Running);
            var unavailable = pool.Lanes.Count(lane => lane.State is LaneState.Opening or LaneState.Threadless || (lane.State != LaneState.Running && lane.Session.Current is null));
            Add(sum, router, pool, busy, (Attributes.LaneState, "busy"));
            Add(sum, router, pool, pool.Lanes.Count - busy - unavailable, (Attributes.LaneState, "idle"));
            Add(sum, router, pool, unavailable, (Attributes.LaneState, "unavailable"));
        }
    });

    public static IEnumerable<Measurement<long>> Pools() => Sum((router, sum) =>
    {
        foreach (var pool in router.Current!.Pools)
        {
            var how = router.IsClosed ? HealthState.Stopped : SnapshotTaker.StateOf(pool);
            foreach (var state in Enum.GetValues<HealthState>()) Add(sum, router, pool, state == how ? 1 : 0, (Attributes.PoolState, state.ToString().ToLowerInvariant()));
        }
    });

    private static IEnumerable<Pool> PoolsOf(Router router) => router.Draining.Prepend(router.Current!).SelectMany(version => version.Pools);

    private static void Add(LevelSum sum, Router router, long number) =>
        sum.Add(number, (Attributes.Model, router.Telemetry.Model), (Attributes.Predictor, router.Telemetry.Predictor));

    private static void Add(LevelSum sum, Router router, Pool pool, long number, (string, string?) state = default) => sum.Add(
        number, (Attributes.Model, ModelLabel.Of(pool.Version.Source.Name)), (Attributes.Predictor, router.Telemetry.Predictor), (Attributes.Device, pool.Device.ToString()), state);

    // What is given lies ready: whoever collects runs no code of his under a lock of ours.
    private static IEnumerable<Measurement<long>> Sum(Action<Router, LevelSum> add)
    {
        var sum = new LevelSum();
        lock (Lock)
        {
            foreach (var router in Routers)
            {
                lock (router.Lock) add(router, sum);
            }
        }

        return sum.Measurements();
    }
}
