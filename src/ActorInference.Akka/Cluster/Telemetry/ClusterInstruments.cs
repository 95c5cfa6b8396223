using System.Diagnostics;
using System.Diagnostics.Metrics;
using ActorInference.Telemetry;

namespace ActorInference.Akka.Cluster.Telemetry;

/// <summary>
/// What frontends and nodes measure, under the name of the library's meter; docs/telemetry.md has a row for each. What happens is recorded as it happens; how things stand is looked up when somebody collects.
/// </summary>
internal static class ClusterInstruments
{
    private static readonly Meter Meter = new(ActorInferenceTelemetry.MeterName, LibraryVersion.Text);

    public static readonly Counter<long> Resends = Counter("actorinference.cluster.frontend.resends", "Requests that went to a node once more, because another one was lost, could not or did not answer.");

    public static readonly Counter<long> Refusals = Counter("actorinference.cluster.frontend.refusals", "Requests that ended as overloaded at a frontend: refused, or pushed out by newer ones.");

    private static readonly Instrument[] Levels =
    [
        Level("actorinference.cluster.frontend.waiting", "{request}", "Requests that wait at frontends for a node.", () => FrontendLevels.Live.Sum(frontend => frontend.Waiting)),
        Level("actorinference.cluster.frontend.at_nodes", "{request}", "Requests that frontends have at nodes.", () => FrontendLevels.Live.Sum(frontend => frontend.AtNodes)),
        Level("actorinference.cluster.frontend.nodes", "{node}", "Nodes that requests of frontends may go to.", () => FrontendLevels.Live.Sum(frontend => frontend.Nodes)),
        Level("actorinference.cluster.node.running", "{request}", "Requests that nodes have.", () => NodeLevels.Live.Sum(node => node.Running)),
        Level("actorinference.cluster.node.window", "{request}", "Requests that nodes take at once.", () => NodeLevels.Live.Sum(node => node.Window)),
        Publication.Publish(Meter, "actorinference.cluster.node.service_time", () => Meter.CreateObservableGauge(
            "actorinference.cluster.node.service_time", NodeLevels.ServiceTimes, "s", "The time that each request at a node adds to what the next one will take; of several nodes of one process the longest.")),
    ];

    /// <summary>Makes them, if that has not been done: whoever listens hears of all before anything is measured.</summary>
    public static void Publish() => _ = Levels.Length;

    /// <summary>Counts one of that model.</summary>
    public static void CountOne(this Counter<long> counter, string model)
    {
        if (counter.Enabled) counter.Count(1, new TagList { { Attributes.Model, model } });
    }

    private static Counter<long> Counter(string name, string description) => Publication.Publish(Meter, name, () => Meter.CreateCounter<long>(name, "{request}", description));

    private static ObservableUpDownCounter<long> Level(string name, string unit, string description, Func<IEnumerable<Measurement<long>>> look) =>
        Publication.Publish(Meter, name, () => Meter.CreateObservableUpDownCounter(name, look, unit, description));
}
