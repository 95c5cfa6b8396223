using System.Diagnostics;

namespace ActorInference.Telemetry.Tests.Tracing;

/// <summary>One activity for each prediction.</summary>
public sealed class PredictionActivityTests : TelemetryTest
{
    private readonly ActivitySource _callers = new(ActivityProbe.OfTests);
    private readonly ActivityProbe _probe = new();

    public override void Dispose()
    {
        base.Dispose();
        Assert.Equal(0, _probe.Open);
        _probe.Dispose();
        _callers.Dispose();
    }

    [Fact]
    public async Task Prediction_is_part_of_what_its_caller_was_about_although_it_runs_elsewhere()
    {
        var predictor = Open();
        using var caller = _callers.StartActivity("caller")!;
        var outcome = predictor.PredictAsync(Input(1));
        Assert.Same(caller, Activity.Current);
        Assert.Equal([null], await Ends(outcome));
        Assert.Same(caller, Activity.Current);
        var activity = Assert.Single(_probe.Of("predict double.onnx"));
        Assert.Equal((caller.TraceId, caller.SpanId, ActivityKind.Internal), (activity.TraceId, activity.ParentSpanId, activity.Kind));
        Assert.Equal(ActivityStatusCode.Unset, activity.Status);
        Assert.Equal(
            [("actorinference.device", "fake:0"), ("actorinference.model.name", "double.onnx"), ("actorinference.run.batch_size", 1)],
            activity.TagObjects.Select(tag => (tag.Key, tag.Value!)).OrderBy(tag => tag.Key, StringComparer.Ordinal));
    }

    [Fact]
    public void Blocking_call_of_nobody_in_particular_is_a_trace_of_its_own()
    {
        var predictor = Open();
        foreach (var outcome in predictor.PredictBatch([Input(1), Input(2)])) outcome.Value.Dispose();
        Assert.Null(Activity.Current);
        var activities = _probe.Of("predict double.onnx");
        Assert.Equal(2, activities.Select(activity => activity.TraceId).Distinct().Count());
        Assert.All(activities, activity => Assert.Equal(default, activity.ParentSpanId));
    }

    [Fact]
    public async Task Session_does_not_see_whoever_opened_the_predictor_or_ran_before()
    {
        var seen = new List<Activity?>();
        Sessions.Script = _ =>
        {
            lock (seen) seen.Add(Activity.Current);
            return FakeBehaviour.Succeed;
        };
        using (_callers.StartActivity("opener"))
        {
            var predictor = Open();
            await Ends(predictor.PredictAsync(Input(1)));
            await Ends(predictor.PredictAsync(Input(1)));
        }

        Assert.Equal([null, null], seen);
    }

    [Fact]
    public async Task Events_say_when_it_was_queued_and_when_it_ran()
    {
        var predictor = Open(Options with { Admission = new() { MaxItems = 1 } });
        var (_, first) = await Block(predictor);
        var second = predictor.PredictAsync(Input(1));
        Time.Advance(TimeSpan.FromMilliseconds(40));
        Sessions.ReleaseAll();
        await Ends(first, second);
        double[] Milliseconds(Activity activity, string name) => [.. activity.Events.Where(moment => moment.Name == name).Select(moment => (moment.Timestamp.UtcDateTime - activity.StartTimeUtc).TotalMilliseconds)];
        var activities = _probe.Of("predict double.onnx").OrderBy(activity => activity.Events.Last().Timestamp.UtcDateTime - activity.StartTimeUtc).ToArray();
        Assert.Equal((0, 0), (Milliseconds(activities[0], "queued").Single(), Milliseconds(activities[0], "running").Single()));
        Assert.Equal((40, 40), (Milliseconds(activities[1], "queued").Single(), Milliseconds(activities[1], "running").Single()));
    }

    [Theory]
    [InlineData(float.NaN, ErrorKind.SessionFailed, 2)]
    [InlineData(null, ErrorKind.InvalidInput, 0)]
    public async Task Failure_is_the_status(float? first, ErrorKind kind, int events)
    {
        var predictor = Open();
        var outcome = await Soon(predictor.PredictAsync(first is { } poison ? Input(poison) : Tensor.Allocate(ElementType.Float32, [1, 5])));
        var activity = Assert.Single(_probe.Of("predict double.onnx"));
        Assert.Equal(ActivityStatusCode.Error, activity.Status);
        Assert.Equal(kind.Name(), activity.GetTagItem("error.type"));
        Assert.EndsWith(activity.StatusDescription!, outcome.Failure!.Message, StringComparison.Ordinal);
        Assert.Equal("double.onnx", activity.GetTagItem("actorinference.model.name"));
        Assert.Equal(events, activity.Events.Count());
    }

    [Fact]
    public async Task Prediction_that_is_tried_twice_is_one()
    {
        Sessions.ToleratesDisposeDuringRun = true;
        var predictor = Open(Options with { Supervision = Options.Supervision with { Watchdog = TimeSpan.FromSeconds(1) } });
        Sessions.Script = run => run.SessionNumber == 1 ? FakeBehaviour.Hang : FakeBehaviour.Succeed;
        var outcome = predictor.PredictAsync(Input(1));
        await OwnThread.Run(() => Sessions.WaitForBlocked());
        Time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal([null], await Ends(outcome));
        var activity = Assert.Single(_probe.Of("predict double.onnx"));
        Assert.Equal(true, activity.GetTagItem("actorinference.prediction.retried"));
    }

    [Fact]
    public async Task Cancelled_prediction_ends_with_its_outcome_and_not_with_its_run()
    {
        var predictor = Open();
        Sessions.Script = _ => FakeBehaviour.Hang;
        using var cancel = new CancellationTokenSource();
        var outcome = predictor.PredictAsync(Input(1), cancel: cancel.Token);
        await OwnThread.Run(() => Sessions.WaitForBlocked());
        await cancel.CancelAsync();
        Assert.Equal([ErrorKind.Cancelled], await Ends(outcome));
        Assert.Equal("cancelled", Assert.Single(_probe.Of("predict double.onnx")).GetTagItem("error.type"));
    }
}
