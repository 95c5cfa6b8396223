using System.Diagnostics.Metrics;
using ActorInference.Telemetry;

namespace ActorInference.Akka.Cluster.Telemetry;

/// <summary>How a node stands.</summary>
internal sealed class NodeLevels(string model) : ActorLevels(model)
{
    private int _running;
    private int _window;
    private long _serviceTime; // ticks; 0 while it is not known

    public static LiveLevels<NodeLevels> Live { get; } = new();

    public int Running => Volatile.Read(ref _running);

    public int Window => Volatile.Read(ref _window);

    /// <summary>The longest of each model, where one is known.</summary>
    public static IEnumerable<Measurement<double>> ServiceTimes() => [.. Live.All()
        .GroupBy(node => node.Model, node => Volatile.Read(ref node._serviceTime))
        .Where(model => model.Max() > 0)
        .Select(model => new Measurement<double>(TimeSpan.FromTicks(model.Max()).TotalSeconds, KeyValuePair.Create<string, object?>(Attributes.Model, model.Key)))];

    public void Set(int running, int window, TimeSpan serviceTime)
    {
        Volatile.Write(ref _running, running);
        Volatile.Write(ref _window, window);
        Volatile.Write(ref _serviceTime, serviceTime.Ticks);
    }
}
