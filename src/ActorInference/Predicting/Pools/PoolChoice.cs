namespace ActorInference.Predicting;

/// <summary>
/// Chooses among pools by expected completion: what is queued and running there, times what a row takes there, over its lanes. Pools without a session come last, those that have
/// stopped are none.
/// </summary>
internal static class PoolChoice
{
    /// <summary>The pool that is expected to be done first with <paramref name="rows"/> more; null when all have stopped.</summary>
    public static Pool? Best(IReadOnlyList<Pool> pools, int rows)
    {
        Pool? best = null;
        var (bestReady, bestStamps, bestLoad) = (false, double.MaxValue, double.MaxValue);
        foreach (var pool in pools)
        {
            if (pool.IsStopped) continue;
            if (pools.Count == 1) return pool;
            var ready = pool.LanesReady > 0;
            var stamps = pool.StampsPerRow > 0 || pool.Queue.Rows + pool.RunningRows < pool.Lanes.Count
                ? pool.ExpectedStamps(rows)
                : pool.ExpectedStamps(rows, pools.Max(other => other.StampsPerRow)); // not measured yet, and busy: no better than the slowest
            var load = (pool.Queue.Rows + pool.RunningRows) / (double)Math.Max(1, pool.Lanes.Count); // decides before anything was measured
            if (best is not null && (bestReady, -bestStamps, -bestLoad).CompareTo((ready, -stamps, -load)) >= 0) continue;
            (best, bestReady, bestStamps, bestLoad) = (pool, ready, stamps, load);
        }

        return best;
    }
}
