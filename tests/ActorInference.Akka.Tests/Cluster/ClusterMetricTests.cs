using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace ActorInference.Akka.Tests.Cluster;

/// <summary>What frontends and nodes measure.</summary>
[Collection(nameof(Alone))]
public sealed class ClusterMetricTests : IDisposable
{
    private const string Prefix = "actorinference.cluster.";

    private readonly MeterListener _listener = new();
    private readonly ConcurrentBag<Instrument> _instruments = [];
    private readonly ConcurrentDictionary<string, double> _numbers = new();

    public ClusterMetricTests()
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name != ActorInferenceTelemetry.MeterName || !instrument.Name.StartsWith(Prefix, StringComparison.Ordinal)) return;
            _instruments.Add(instrument);
            listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Note(instrument, value, tags));
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Note(instrument, value, tags));
        _listener.Start();
    }

    public void Dispose() => _listener.Dispose();

    [Fact]
    public async Task Requests_are_counted_where_they_are()
    {
        await using (var cluster = await TestCluster.Start(1, new() { MaxItems = 3, RegisterInterval = TimeSpan.FromMilliseconds(200) }, new() { Window = 1 }))
        {
            cluster[0].Predictor.Close();
            var taken = Enumerable.Range(0, 3).Select(first => cluster.Caller.Ask(first).Reply).ToList();
            await Until.True(() => cluster[0].Predictor.Asked.Count == 1, "a run");
            Assert.Equal(ErrorKind.Overloaded, (await cluster.Caller.Ask(3).Reply.WaitAsync(Until.Limit)).Failure!.Kind);
            await Until.True(() => Look("frontend.waiting") == 2, "two that wait");
            Assert.Equal((1, 1, 1, 1, 1), (Look("frontend.at_nodes"), Look("frontend.nodes"), Look("node.running"), Look("node.window"), Look("frontend.refusals")));
            cluster[0].Predictor.Open();
            for (var first = 0; first < 3; first++) Caller.AssertIs(first, await taken[first].WaitAsync(Until.Limit));
            await Until.True(() => Look("node.running") == 0 && Look("frontend.at_nodes") == 0, "nothing is left");
            await Until.True(() => Look("node.service_time") > 0, "a service time");

            cluster[0].Predictor.Failure = new(ErrorKind.NotReady, "no session works.");
            Assert.Equal(0, Look("frontend.resends"));
            Assert.Equal(ErrorKind.NotReady, (await cluster.Caller.Ask(4).Reply.WaitAsync(Until.Limit)).Failure!.Kind);
            await Until.True(() => Look("frontend.resends") == 4, "all of its tries after the first"); // max-tries is 5
        }

        _numbers.Clear();
        Assert.Equal((0, 0), (Look("frontend.waiting"), Look("node.window"))); // who has stopped is in no level
    }

    [Fact]
    public async Task Instruments_are_the_rows_of_the_document()
    {
        await using (await TestCluster.Start(1)) Look("node.window");
        var rows = (await File.ReadAllLinesAsync(Path.Combine(TestData.Repository, "docs", "telemetry.md"))).Where(line => line.StartsWith($"| `{Prefix}", StringComparison.Ordinal));
        Assert.Equal(_instruments.Select(instrument => $"| `{instrument.Name}` | {Kind(instrument)} | `{instrument.Unit}` | model | {instrument.Description} |").Order(StringComparer.Ordinal), rows.Order(StringComparer.Ordinal));

        static string Kind(Instrument instrument) => instrument switch
        {
            Counter<long> => "counter",
            ObservableUpDownCounter<long> => "up-down counter",
            _ => "gauge",
        };
    }

    // How it stands, or what was counted so far; 0 where nobody said.
    private double Look(string name)
    {
        foreach (var instrument in _instruments.Where(instrument => instrument.IsObservable)) _numbers.TryRemove(instrument.Name, out _);
        _listener.RecordObservableInstruments();
        return _numbers.GetValueOrDefault(Prefix + name);
    }

    private void Note(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        if (tags.ToArray() is not [{ Key: "actorinference.model.name", Value: TestCluster.Model }]) return;
        if (instrument.IsObservable) _numbers[instrument.Name] = value;
        else _numbers.AddOrUpdate(instrument.Name, value, (_, before) => before + value);
    }
}
