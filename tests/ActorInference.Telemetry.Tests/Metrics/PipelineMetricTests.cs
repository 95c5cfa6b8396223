using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace ActorInference.Telemetry.Tests.Metrics;

/// <summary>What is measured of pipelines and their stages.</summary>
public sealed class PipelineMetricTests : TelemetryTest
{
    private readonly IHost _host;

    public PipelineMetricTests()
    {
        var builder = Host.CreateEmptyApplicationBuilder(new());
        builder.Services.AddSingleton<ISessionFactory>(Sessions).AddSingleton<TimeProvider>(Time);
        builder.Services.AddActorInference(new() { Predictor = Options, Pipeline = new() { Parallelism = 1 } }).AddPredictor("doubling", Model("double.onnx"));
        _host = builder.Build();
        Predictor = _host.Services.GetRequiredKeyedService<Predictor>("doubling");
    }

    private Predictor Predictor { get; }

    public override void Dispose()
    {
        _host.Dispose();
        base.Dispose();
    }

    [Fact]
    public async Task Items_are_counted_by_outcome_and_stay_counted_when_the_run_has_ended()
    {
        using var probe = new MeterProbe();
        await Run(Pipeline(nameof(Items_are_counted_by_outcome_and_stay_counted_when_the_run_has_ended)), 10);
        var before = probe.Look("pipeline.items");
        Assert.Equal(["8 {pipeline.name=X}", "2 {error.type=invalid-input, pipeline.name=X}"], Own(before, nameof(Items_are_counted_by_outcome_and_stay_counted_when_the_run_has_ended)));
        await Run(Pipeline(nameof(Items_are_counted_by_outcome_and_stay_counted_when_the_run_has_ended)), 5);
        Assert.Equal(["12 {pipeline.name=X}", "3 {error.type=invalid-input, pipeline.name=X}"], Own(probe.Look("pipeline.items"), nameof(Items_are_counted_by_outcome_and_stay_counted_when_the_run_has_ended)));
    }

    [Fact]
    public async Task Work_of_each_stage_is_timed()
    {
        using var probe = new MeterProbe();
        RunsTake(TimeSpan.FromMilliseconds(20));
        await Run(Pipeline("timed"), 2);
        string[] Of(string stage) => [.. probe.Of("stage.duration").Where(line => line.Contains($"stage.name={stage}", StringComparison.Ordinal))];
        Assert.Equal(["0.003 {error.type=invalid-input, pipeline.name=timed, stage.name=preprocess}", "0.003 {pipeline.name=timed, stage.name=preprocess}"], Of("preprocess").Order());
        Assert.Equal(["0.02 {pipeline.name=timed, stage.name=predict}"], Of("predict"));
        Assert.Equal(["0.001 {pipeline.name=timed, stage.name=postprocess}"], Of("postprocess"));
    }

    [Fact]
    public async Task Drops_are_counted_by_stage()
    {
        using var probe = new MeterProbe();
        var pipeline = Add("sampling", (_, options) => ActorInference.Pipeline.Of<int>(options).EveryNth(3));
        Assert.Equal(3, (await pipeline.RunAsync(Numbers(9), _ => ValueTask.CompletedTask)).Succeeded);
        Assert.Equal(["6 {pipeline.name=X, stage.name=every 3}"], Own(probe.Look("stage.drops"), "sampling"));
        Assert.Equal(["3 {pipeline.name=X}"], Own(probe.Of("pipeline.items"), "sampling"));
    }

    [Fact]
    public async Task Levels_are_those_of_runs_that_are_under_way_and_nothing_is_left_of_one_that_has_ended()
    {
        using var probe = new MeterProbe();
        var (begun, goOn) = (new TaskCompletionSource(), new TaskCompletionSource());
        var pipeline = Add("held", (_, options) => ActorInference.Pipeline.Of<int>(options).MapAsync<HundredBytes>("hold", async (_, _) =>
        {
            begun.TrySetResult();
            await goOn.Task;
            return new HundredBytes();
        }));
        var running = pipeline.RunAsync(Numbers(2), _ => ValueTask.CompletedTask);
        await Soon(begun.Task.ContinueWith(_ => true, TaskScheduler.Default));
        Until(() => Own(probe.Look("pipeline.in_flight"), "held") is ["2 {pipeline.name=X}"]);
        Assert.Equal(["1 {pipeline.name=X}"], Own(probe.Of("pipeline.active_runs"), "held"));
        Assert.Equal(["0 {pipeline.name=X}"], Own(probe.Of("pipeline.in_flight_size"), "held"));
        Assert.Equal(["1 {item.state=waiting, pipeline.name=X, stage.name=hold}", "1 {item.state=running, pipeline.name=X, stage.name=hold}"], Own(probe.Of("stage.in_flight"), "held"));
        goOn.SetResult();
        await Soon(running);
        foreach (var level in new[] { "pipeline.in_flight", "pipeline.in_flight_size", "pipeline.active_runs", "stage.in_flight" }) Assert.Empty(probe.Look(level));
        Assert.Equal(["2 {pipeline.name=X}"], Own(probe.Of("pipeline.items"), "held"));
    }

    [Fact]
    public async Task Bytes_between_source_and_sink_are_known()
    {
        using var probe = new MeterProbe();
        var pipeline = Add("bytes", (_, options) => ActorInference.Pipeline.Of<int>(options).Map<HundredBytes>("make", _ => new HundredBytes()));
        var sizes = new List<string>();
        var looked = new TaskCompletionSource();
        await Soon(pipeline.RunAsync(OneItemAsync(), _ =>
        {
            sizes.AddRange(Own(probe.Look("pipeline.in_flight_size"), "bytes"));
            looked.SetResult();
            return ValueTask.CompletedTask;
        }));
        Assert.Equal(["100 {pipeline.name=X}"], sizes);

        async IAsyncEnumerable<int> OneItemAsync()
        {
            yield return 1;
            await looked.Task; // the run lasts until then
        }
    }

    [Fact]
    public async Task Run_that_is_given_up_is_left_by_none_of_its_items()
    {
        using var probe = new MeterProbe();
        var pipeline = Add("given up", (_, options) => ActorInference.Pipeline.Of<int>(options).MapAsync("wait", async (int item, CancellationToken cancel) =>
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, Time, cancel);
            return (Outcome<int>)item;
        }));
        var killSwitch = new KillSwitch();
        var running = pipeline.RunAsync(Numbers(1), _ => ValueTask.CompletedTask, killSwitch);
        Until(() => Own(probe.Look("stage.in_flight"), "given up").Contains("1 {item.state=running, pipeline.name=X, stage.name=wait}"));
        killSwitch.Abort();
        await Soon(running);
        Assert.Equal(["0 {pipeline.name=X}", "1 {error.type=cancelled, pipeline.name=X}"], Own(probe.Look("pipeline.items"), "given up"));
        Assert.Empty(probe.Of("pipeline.active_runs"));
    }

    // Every fifth item is not for the model; preprocessing takes 3 ms, postprocessing 1.
    private Pipeline<int, float> Pipeline(string name) => Add(name, (_, options) => ActorInference.Pipeline.Of<int>(options with { MaxItemsInFlight = 1 })
        .Preprocess(item =>
        {
            Time.Advance(TimeSpan.FromMilliseconds(3));
            return item % 5 == 0 ? new Failure(ErrorKind.InvalidInput, "a fifth") : Outcome.Of(Input(item));
        })
        .Predict(Predictor, input => input)
        .Postprocess(predicted =>
        {
            Time.Advance(TimeSpan.FromMilliseconds(1));
            using (predicted) return Outcome.Of(predicted.Tensor.Span<float>()[0]);
        }));

    private Pipeline<TIn, TOut> Add<TIn, TOut>(string name, Func<IServiceProvider, PipelineOptions, Pipeline<TIn, TOut>> describe)
    {
        var services = new ServiceCollection().AddSingleton<TimeProvider>(Time);
        services.AddActorInference(new() { Pipeline = new() { Parallelism = 1 } }).AddPipeline(name, describe);
        return services.BuildServiceProvider().GetRequiredKeyedService<Pipeline<TIn, TOut>>(name);
    }

    private static Task<PipelineSnapshot> Run(Pipeline<int, float> pipeline, int items) => Soon(pipeline.RunAsync(Numbers(items), _ => ValueTask.CompletedTask));

    private static IAsyncEnumerable<int> Numbers(int count) => Enumerable.Range(0, count).ToAsyncEnumerable();

    // Other tests' pipelines stay counted.
    private static string[] Own(IEnumerable<string> lines, string pipeline) =>
        [.. lines.Where(line => line.Contains($"pipeline.name={pipeline}", StringComparison.Ordinal)).Select(line => line.Replace($"pipeline.name={pipeline}", "pipeline.name=X", StringComparison.Ordinal))];

    private sealed class HundredBytes : IByteSized
    {
        public long ByteLength => 100;
    }
}
