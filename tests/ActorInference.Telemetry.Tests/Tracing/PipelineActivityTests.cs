using System.Diagnostics;

namespace ActorInference.Telemetry.Tests.Tracing;

/// <summary>One activity for each run of a pipeline, and for each item one with what its stages and predictions did.</summary>
public sealed class PipelineActivityTests : TelemetryTest
{
    private readonly ActivitySource _callers = new(ActivityProbe.OfTests);

    public override void Dispose()
    {
        base.Dispose();
        _callers.Dispose();
    }

    [Fact]
    public async Task Run_is_part_of_what_its_caller_was_about_and_says_what_became_of_its_items()
    {
        using var probe = new ActivityProbe();
        using (var caller = _callers.StartActivity("caller")!)
        {
            await RunAsync(Pipeline.Of<int>().EveryNth(2).Map("check", item => item == 4 ? new Failure(ErrorKind.InvalidInput, "a four") : Outcome.Of(item)), 6);
            Assert.Same(caller, Activity.Current);
            var run = Assert.Single(probe.Of("run pipeline"));
            Assert.Equal((caller.SpanId, ActivityStatusCode.Unset), (run.ParentSpanId, run.Status));
            Assert.Equal((2L, 1L, 0L, 3L), (Count(run, "succeeded"), Count(run, "failed"), Count(run, "cancelled"), Count(run, "dropped")));
        }

        Assert.Equal(0, probe.Open);
    }

    [Fact]
    public async Task Each_item_is_a_trace_of_its_own_that_is_linked_to_the_run()
    {
        using var probe = new ActivityProbe();
        var predictor = Open();
        await RunAsync(Pipeline.Of<int>().Preprocess(item => Outcome.Of(Input(item))).Predict(predictor, input => input).Postprocess(Read), 3);
        var run = Assert.Single(probe.Of("run pipeline"));
        var items = probe.Of("item");
        Assert.Equal([0L, 1L, 2L], items.Select(item => (long)item.GetTagItem("actorinference.item.number")!).Order());
        Assert.Equal(3, items.Select(item => item.TraceId).Append(run.TraceId).Distinct().Count() - 1);
        Assert.All(items, item =>
        {
            Assert.Equal(default, item.ParentSpanId);
            Assert.Equal(run.SpanId, Assert.Single(item.Links).Context.SpanId);
            Assert.Equal(["postprocess", "predict double.onnx", "preprocess"], probe.Ended.Where(part => part.ParentSpanId == item.SpanId).Select(part => part.OperationName).Order());
        });
        Assert.Equal(0, probe.Open);
    }

    [Fact]
    public async Task What_work_begins_by_itself_is_part_of_it()
    {
        using var probe = new ActivityProbe();
        await RunAsync(
            Pipeline.Of<int>().MapAsync("ask", async (item, _) =>
            {
                await Task.Yield();
                using (_callers.StartActivity("asking")) return Outcome.Of(item);
            }),
            1);
        Assert.Equal(Assert.Single(probe.Of("ask")).SpanId, Assert.Single(probe.Of("asking")).ParentSpanId);
    }

    [Fact]
    public async Task What_the_source_begins_by_itself_is_part_of_the_run()
    {
        using var probe = new ActivityProbe();
        await RunAsync(Pipeline.Of<int>(), Read());
        Assert.Equal(Assert.Single(probe.Of("run pipeline")).SpanId, Assert.Single(probe.Of("reading")).ParentSpanId);

        async IAsyncEnumerable<int> Read()
        {
            await Task.Yield();
            using (_callers.StartActivity("reading")) await Task.Yield();
            yield return 1;
        }
    }

    [Fact]
    public async Task Failure_of_an_item_is_the_status_of_its_stage_and_its_own()
    {
        using var probe = new ActivityProbe();
        await RunAsync(Pipeline.Of<int>().Map<int>("check", _ => new Failure(ErrorKind.NotFound, "It is not there.")), 1);
        Assert.All(new[] { "check", "item" }, name =>
        {
            var activity = Assert.Single(probe.Of(name));
            Assert.Equal((ActivityStatusCode.Error, "It is not there.", "not-found"), (activity.Status, activity.StatusDescription, activity.GetTagItem("error.type")));
        });
    }

    [Fact]
    public async Task Item_that_is_dropped_says_so()
    {
        using var probe = new ActivityProbe();
        await RunAsync(Pipeline.Of<int>().EveryNth(2), 4);
        Assert.Equal([false, true, false, true], probe.Of("item").OrderBy(item => item.GetTagItem("actorinference.item.number")).Select(item => item.GetTagItem("actorinference.item.dropped") is true));
    }

    [Fact]
    public async Task Group_goes_on_under_the_first_of_its_items()
    {
        using var probe = new ActivityProbe();
        await RunAsync(Pipeline.Of<int>().GroupedWithin(3, Timeout.InfiniteTimeSpan).Map("sum", group => Outcome.Of(group.Sum())), 3);
        var items = probe.Of("item").OrderBy(item => item.GetTagItem("actorinference.item.number")).ToArray();
        Assert.Equal([null, true, true], items.Select(item => item.GetTagItem("actorinference.item.grouped")));
        Assert.Equal(items[0].SpanId, Assert.Single(probe.Of("sum")).ParentSpanId);
        Assert.Equal(0, probe.Open);
    }

    [Fact]
    public async Task Item_that_nobody_samples_has_no_parts()
    {
        using var probe = new ActivityProbe(name => name != "item");
        var predictor = Open();
        await RunAsync(Pipeline.Of<int>().Preprocess(item => Outcome.Of(Input(item))).Predict(predictor, input => input).Postprocess(Read), 2);
        Assert.Equal(["run pipeline"], probe.Ended.Select(activity => activity.OperationName));
    }

    [Fact]
    public async Task Run_that_is_aborted_or_whose_source_throws_has_failed()
    {
        using var probe = new ActivityProbe();
        var killSwitch = new KillSwitch();
        killSwitch.Abort("it is late.");
        await Pipeline.Of<int>().RunAsync(Numbers(1), _ => ValueTask.CompletedTask, killSwitch);
        await Assert.ThrowsAsync<InvalidOperationException>(() => RunAsync(Pipeline.Of<int>(), Enumerable.Range(0, 1).Select<int, int>(_ => throw new InvalidOperationException("It is torn.")).ToAsyncEnumerable()));
        Assert.Equal([("cancelled", "it is late."), ("internal", "It is torn.")], probe.Of("run pipeline").Select(run => ((string)run.GetTagItem("error.type")!, run.StatusDescription!)));
    }

    [Fact]
    public async Task Consumer_that_leaves_early_leaves_no_activity_open()
    {
        using var probe = new ActivityProbe();
        var begun = new TaskCompletionSource();
        var pipeline = Pipeline.Of<int>(new() { Parallelism = 2 }).MapAsync("second waits", async (int item, CancellationToken cancel) =>
        {
            if (item == 0) return Outcome.Of(item);
            begun.SetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, Time, cancel);
            return Outcome.Of(item);
        });
        await foreach (var _ in pipeline.RunAsync(Numbers(2)))
        {
            await begun.Task;
            break;
        }

        Assert.Equal(0, probe.Open);
        Assert.Equal([null, "cancelled"], probe.Of("item").Select(item => item.GetTagItem("error.type")));
        Assert.Single(probe.Of("run pipeline"));
    }

    private static Task<PipelineSnapshot> RunAsync<TOut>(Pipeline<int, TOut> pipeline, int items) => RunAsync(pipeline, Numbers(items));

    private static Task<PipelineSnapshot> RunAsync<TOut>(Pipeline<int, TOut> pipeline, IAsyncEnumerable<int> source) => Soon(pipeline.RunAsync(source, _ => ValueTask.CompletedTask));

    private static IAsyncEnumerable<int> Numbers(int count) => Enumerable.Range(0, count).ToAsyncEnumerable();

    private static Outcome<float> Read(Predicted<Tensor> predicted)
    {
        using (predicted) return predicted.Tensor.Span<float>()[0];
    }

    private static long Count(Activity run, string what) => (long)run.GetTagItem($"actorinference.pipeline.items_{what}")!;
}
