using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace ActorInference.Telemetry.Tests.Export;

/// <summary>A host that exports as documented, to a collector that reads what came.</summary>
public sealed class OtlpTests : TelemetryTest
{
    private const string Predictor = "actorinference.model.name=double.onnx, actorinference.predictor.name=doubling";
    private const string OnDevice = $"actorinference.device=fake:0, {Predictor}";

    [Fact]
    public async Task Everything_comes_out_with_its_names_units_attributes_and_values()
    {
        await using var collector = await Collector.StartAsync();
        var builder = Host.CreateEmptyApplicationBuilder(new());
        builder.Services.AddSingleton<ISessionFactory>(Sessions).AddSingleton<TimeProvider>(Time);
        builder.Services.AddActorInference(new() { Predictor = Options with { Lanes = 2 }, Pipeline = new() { Parallelism = 1, MaxItemsInFlight = 1 } })
            .AddPredictor("doubling", Model("/srv/models/double.onnx"))
            .AddPipeline("numbers", Doubles);
        DocumentedTelemetry.Add(builder.Services, collector.Address);
        using (var host = builder.Build())
        {
            await host.StartAsync();
            var predictor = host.Services.GetRequiredKeyedService<Predictor>("doubling");
            RunsTake(TimeSpan.FromMilliseconds(20));
            for (var i = 0; i < 7; i++) predictor.Predict(Input(i)).Value.Dispose();
            Sessions.Script = null;
            Assert.False(predictor.Predict(Input(float.NaN)).Succeeded);
            Assert.False(predictor.Predict(Tensor.Allocate(ElementType.Float32, [1, 5])).Succeeded);
            var end = await host.Services.GetRequiredKeyedService<Pipeline<int, float>>("numbers").RunAsync(Enumerable.Range(0, 6).ToAsyncEnumerable(), _ => ValueTask.CompletedTask);
            Assert.Equal((2L, 1L, 3L), (end.Succeeded, end.Failed, end.Dropped));
            Until(() => predictor.Snapshot().Pools[0].LanesIdle == 2);
            Assert.True(host.Services.GetRequiredService<MeterProvider>().ForceFlush());
            Assert.True(host.Services.GetRequiredService<TracerProvider>().ForceFlush());
            AssertMetrics(Assert.Single(collector.Metrics));
            AssertSpans([.. collector.Spans]);
            await host.StopAsync();
            collector.Metrics.Clear();
            Assert.True(host.Services.GetRequiredService<MeterProvider>().ForceFlush());
            Assert.DoesNotContain(Assert.Single(collector.Metrics), metric => metric.Kind == "up-down counter"); // nothing is there any more that could stand in some way
        }
    }

    private static void AssertMetrics(ExportedMetric[] metrics)
    {
        // Of predictions: 7 and 2 of the pipeline, and 2 that failed.
        Assert.Equal(
            [
                $"9 {{prediction}} {OnDevice}",
                $"1 {{prediction}} {Predictor}, error.type=invalid-input",
                $"1 {{prediction}} {Predictor}, error.type=session-failed",
            ],
            Counters("actorinference.predictions"));
        Assert.Equal([$"1 {{prediction}} {Predictor}, error.type=invalid-input"], Counters("actorinference.prediction.refusals"));
        Assert.Equal([$"1 {{prediction}} {Predictor}"], Counters("actorinference.prediction.retries")); // a session that fails is not to blame at once
        foreach (var name in new[] { "actorinference.prediction.time_in_run", "actorinference.run.duration" }) AssertDuration(name, OnDevice, 9, 0.14);
        AssertDuration("actorinference.prediction.time_in_queue", OnDevice, 9, 0);
        AssertDuration("actorinference.prediction.duration", OnDevice, 9, 0.14);
        var batches = Assert.Single(metrics, metric => metric.Name == "actorinference.run.batch_size");
        Assert.Equal(("histogram", "{row}", 9UL, 9, OnDevice), (batches.Kind, batches.Unit, batches.Count, batches.Value, batches.Attributes));
        Assert.Equal([1, 2, 4, 8, 16, 32, 64, 128, 256], batches.Bounds);

        // Of levels: nothing is under way.
        Assert.Equal([$"0 {{prediction}} {Predictor}"], Levels("actorinference.prediction.in_flight"));
        Assert.Equal([$"0 By {Predictor}"], Levels("actorinference.prediction.in_flight_size"));
        Assert.Equal([$"0 {{prediction}} {Predictor}"], Levels("actorinference.prediction.waiting_for_room"));
        Assert.Equal([$"0 {{prediction}} {OnDevice}"], Levels("actorinference.prediction.queued"));
        string Lanes(int count, string state) => $"{count} {{lane}} actorinference.device=fake:0, actorinference.lane.state={state}, {Predictor}";
        Assert.Equal([Lanes(0, "busy"), Lanes(2, "idle"), Lanes(0, "unavailable")], Levels("actorinference.lane.count"));
        string Pools(int count, string state) => $"{count} {{pool}} actorinference.device=fake:0, {Predictor.Replace(", ", $", actorinference.pool.state={state}, ", StringComparison.Ordinal)}";
        Assert.Equal([Pools(0, "degraded"), Pools(1, "ready"), Pools(0, "restarting"), Pools(0, "stopped")], Levels("actorinference.pool.count").OrderBy(line => line[2..], StringComparer.Ordinal));

        // Of the pipeline.
        Assert.Equal(["1 {item} actorinference.pipeline.name=numbers, error.type=invalid-input", "2 {item} actorinference.pipeline.name=numbers"], Counters("actorinference.pipeline.items").Where(line => line.Contains("numbers", StringComparison.Ordinal)).Order());
        Assert.Equal(["3 {item} actorinference.pipeline.name=numbers, actorinference.stage.name=every 2"], Counters("actorinference.stage.drops").Where(line => line.Contains("numbers", StringComparison.Ordinal)));
        AssertDuration("actorinference.stage.duration", "actorinference.pipeline.name=numbers, actorinference.stage.name=preprocess", 2, 0.006);
        AssertDuration("actorinference.stage.duration", "actorinference.pipeline.name=numbers, actorinference.stage.name=preprocess, error.type=invalid-input", 1, 0.003);
        AssertDuration("actorinference.stage.duration", "actorinference.pipeline.name=numbers, actorinference.stage.name=predict", 2, 0);
        AssertDuration("actorinference.stage.duration", "actorinference.pipeline.name=numbers, actorinference.stage.name=postprocess", 2, 0.002);

        string[] Counters(string name) => Lines("counter", name);

        string[] Levels(string name) => Lines("up-down counter", name);

        string[] Lines(string kind, string name) =>
            [.. metrics.Where(metric => metric.Name == name && metric.Kind == kind).Select(metric => $"{metric.Value} {metric.Unit} {metric.Attributes}").OrderBy(line => line[line.IndexOf(' ', StringComparison.Ordinal)..], StringComparer.Ordinal)];

        void AssertDuration(string name, string attributes, ulong count, double sum)
        {
            var metric = Assert.Single(metrics, metric => metric.Name == name && metric.Attributes == attributes);
            Assert.Equal(("histogram", "s", count), (metric.Kind, metric.Unit, metric.Count));
            Assert.Equal(sum, metric.Value, 6);
            Assert.Equal((0.0001, 60), (metric.Bounds[0], metric.Bounds[^1]));
        }
    }

    private static void AssertSpans(ExportedSpan[] spans)
    {
        Assert.All(spans, span => Assert.Equal(1UL, span.Kind)); // internal
        var predictions = spans.Where(span => span.Name == "predict double.onnx").ToArray();
        Assert.Equal(11, predictions.Length);
        var one = predictions.First(span => span.Parent == "" && span.Status == 0);
        Assert.Equal(($"{OnDevice}, actorinference.run.batch_size=1", 2), (one.Attributes, one.Events.Length));
        Assert.Equal(["queued", "running"], one.Events);
        Assert.Equal(["actorinference.model.name=double.onnx, actorinference.prediction.retried=true, actorinference.predictor.name=doubling, error.type=session-failed", $"{Predictor}, error.type=invalid-input"], predictions.Where(span => span.Status == 2).Select(span => span.Attributes).Order());

        var run = Assert.Single(spans, span => span.Name == "run numbers");
        Assert.Equal("actorinference.pipeline.items_cancelled=0, actorinference.pipeline.items_dropped=3, actorinference.pipeline.items_failed=1, actorinference.pipeline.items_succeeded=2, actorinference.pipeline.name=numbers", run.Attributes);
        var items = spans.Where(span => span.Name == "item").ToArray();
        Assert.Equal(6, items.Length);
        Assert.All(items, item => Assert.Equal(("", run.Id), (item.Parent, Assert.Single(item.Links))));
        var whole = items.Where(item => item.Status == 0 && !item.Attributes.Contains("dropped", StringComparison.Ordinal)).ToArray();
        Assert.Equal(2, whole.Length);
        Assert.All(whole, item => Assert.Equal(["postprocess", "predict double.onnx", "preprocess"], spans.Where(span => span.Parent == item.Id && span.Trace == item.Trace).Select(span => span.Name).Order()));
    }

    // Of every two items one is dropped; the first is not for the model. Preprocessing takes 3 ms, postprocessing 1.
    private Pipeline<int, float> Doubles(IServiceProvider services, PipelineOptions options) => Pipeline.Of<int>(options)
        .EveryNth(2)
        .Preprocess(item =>
        {
            Time.Advance(TimeSpan.FromMilliseconds(3));
            return item == 0 ? new Failure(ErrorKind.InvalidInput, "not for the model") : Outcome.Of(Input(item));
        })
        .Predict(services.GetRequiredKeyedService<Predictor>("doubling"), input => input)
        .Postprocess(predicted =>
        {
            Time.Advance(TimeSpan.FromMilliseconds(1));
            using (predicted) return Outcome.Of(predicted.Tensor.Span<float>()[0]);
        });
}
