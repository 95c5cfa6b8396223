using System.Diagnostics.Metrics;
using ActorInference.Telemetry;

namespace ActorInference.Akka.Cluster.Telemetry;

/// <summary>The actors of one kind that there are in this process, for whoever collects how they stand. Thread-safe.</summary>
internal sealed class LiveLevels<T>
    where T : ActorLevels
{
    private readonly Lock _lock = new();
    private readonly List<T> _live = []; // guarded by the lock

    public void Add(T levels)
    {
        ClusterInstruments.Publish();
        lock (_lock) _live.Add(levels);
    }

    public void Remove(T levels)
    {
        lock (_lock) _live.Remove(levels);
    }

    /// <summary>A number of each, those of one model added up.</summary>
    public IEnumerable<Measurement<long>> Sum(Func<T, long> number)
    {
        var sum = new LevelSum();
        foreach (var levels in All()) sum.Add(number(levels), (Attributes.Model, levels.Model));
        return sum.Measurements();
    }

    public IReadOnlyList<T> All()
    {
        lock (_lock) return [.. _live];
    }
}
