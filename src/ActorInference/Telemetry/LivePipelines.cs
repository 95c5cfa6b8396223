using System.Diagnostics.Metrics;
using ActorInference.Streams.Running;

namespace ActorInference.Telemetry;

/// <summary>
/// The runs there are, for whoever collects how they stand, and the totals of those that have ended: a counter must not go back when a run ends. Totals are kept by attributes, not by run, and so are few.
/// </summary>
internal static class LivePipelines
{
    private static readonly Lock Lock = new(); // taken before a run's gate
    private static readonly List<PipelineTelemetry> Live = [];
    private static readonly LevelSum EndedItems = new();
    private static readonly LevelSum EndedDrops = new();

    public static void Add(PipelineTelemetry run)
    {
        Instruments.Publish();
        lock (Lock) Live.Add(run);
    }

    public static void Remove(PipelineTelemetry run)
    {
        lock (Lock)
        {
            if (!Live.Remove(run)) return;
            lock (run.State.Gate)
            {
                AddItems(run, EndedItems);
                AddDrops(run, EndedDrops);
            }
        }
    }

    public static IEnumerable<Measurement<long>> Items() => Sum(AddItems, EndedItems);

    public static IEnumerable<Measurement<long>> Drops() => Sum(AddDrops, EndedDrops);

    public static IEnumerable<Measurement<long>> Runs() => Sum((run, sum) => sum.Add(1, NameOf(run)));

    public static IEnumerable<Measurement<long>> InFlight() => Sum((run, sum) => sum.Add(run.State.Ledger.Items, NameOf(run)));

    public static IEnumerable<Measurement<long>> Bytes() => Sum((run, sum) => sum.Add(run.State.Ledger.Bytes, NameOf(run)));

    public static IEnumerable<Measurement<long>> InStages() => Sum((run, sum) =>
    {
        foreach (var stage in run.State.Nodes.Select(node => node.Snapshot()))
        {
            sum.Add(stage.Waiting, NameOf(run), (Attributes.Stage, stage.Name), (Attributes.ItemState, "waiting"));
            sum.Add(stage.Running, NameOf(run), (Attributes.Stage, stage.Name), (Attributes.ItemState, "running"));
        }
    });

    private static void AddItems(PipelineTelemetry run, LevelSum sum)
    {
        var ledger = run.State.Ledger;
        sum.Add(ledger.Succeeded, NameOf(run));
        foreach (var kind in Enum.GetValues<ErrorKind>())
        {
            if (ledger.Count(kind) is var count and > 0) sum.Add(count, NameOf(run), (Attributes.ErrorType, kind.Name()));
        }
    }

    private static void AddDrops(PipelineTelemetry run, LevelSum sum)
    {
        foreach (var stage in run.State.Nodes.Select(node => node.Snapshot()))
        {
            if (stage.Dropped > 0) sum.Add(stage.Dropped, NameOf(run), (Attributes.Stage, stage.Name));
        }
    }

    private static (string, string?) NameOf(PipelineTelemetry run) => (Attributes.Pipeline, run.Pipeline);

    // What is given lies ready: whoever collects runs no code of his under a lock of ours.
    private static IEnumerable<Measurement<long>> Sum(Action<PipelineTelemetry, LevelSum> add, LevelSum? ended = null)
    {
        var sum = new LevelSum();
        lock (Lock)
        {
            if (ended is not null) sum.Add(ended);
            foreach (var run in Live)
            {
                lock (run.State.Gate) add(run, sum);
            }
        }

        return sum.Measurements();
    }
}
