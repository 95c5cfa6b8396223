namespace ActorInference.Telemetry.Tests.Metrics;

/// <summary>What is measured of predictions, runs, sessions and lanes as it happens.</summary>
public sealed class PredictionMetricTests : TelemetryTest
{
    private const string Tags = "{device=fake:0, model.name=double.onnx}";

    [Fact]
    public async Task Predictions_are_counted_by_outcome()
    {
        using var probe = new MeterProbe();
        var predictor = Open();
        Assert.Equal([null, ErrorKind.SessionFailed, null], await Ends(predictor.PredictAsync(Input(1)), predictor.PredictAsync(Input(float.NaN)), predictor.PredictAsync(Input(2))));
        Assert.Equal([$"1 {Tags}", "1 {error.type=session-failed, model.name=double.onnx}", $"1 {Tags}"], probe.Of("predictions"));
        Assert.Empty(probe.Of("prediction.refusals"));
    }

    [Fact]
    public void Blocking_calls_have_been_counted_when_they_return()
    {
        using var probe = new MeterProbe();
        var predictor = Open();
        foreach (var outcome in predictor.PredictBatch([Input(1), Input(2)])) outcome.Value.Dispose();
        Assert.Equal([$"1 {Tags}", $"1 {Tags}"], probe.Of("predictions"));
    }

    [Fact]
    public async Task Time_is_split_into_queue_and_run()
    {
        using var probe = new MeterProbe();
        var predictor = Open();
        var (run, first) = await Block(predictor);
        RunsTake(TimeSpan.FromMilliseconds(30));
        var second = predictor.PredictAsync(Input(1));
        Time.Advance(TimeSpan.FromMilliseconds(40));
        run.Release();
        Assert.Equal([null, null], await Ends(first, second));
        Assert.Equal([$"0 {Tags}", $"0.04 {Tags}"], probe.Of("prediction.time_in_queue"));
        Assert.Equal([$"0.04 {Tags}", $"0.03 {Tags}"], probe.Of("prediction.time_in_run"));
        Assert.Equal([$"0.04 {Tags}", $"0.07 {Tags}"], probe.Of("prediction.duration"));
        Assert.Equal([$"0.04 {Tags}", $"0.03 {Tags}"], probe.Of("run.duration"));
    }

    [Fact]
    public async Task Failed_predictions_have_a_duration_and_no_parts()
    {
        using var probe = new MeterProbe();
        var predictor = Open();
        var (_, first) = await Block(predictor);
        var late = predictor.PredictAsync(Input(1), new() { Deadline = TimeSpan.FromMilliseconds(50) });
        Time.Advance(TimeSpan.FromMilliseconds(50));
        Assert.Equal([ErrorKind.DeadlineExceeded], await Ends(late));
        Assert.Equal(["0.05 {error.type=deadline-exceeded, model.name=double.onnx}"], probe.Of("prediction.duration"));
        Assert.Empty(probe.Of("prediction.time_in_queue"));
        Sessions.ReleaseAll();
        await Ends(first);
    }

    [Fact]
    public async Task Run_that_is_shared_counts_once_with_all_its_rows()
    {
        using var probe = new MeterProbe();
        var predictor = Open(Options with { Batch = new() { MaxSize = 8 } });
        var (run, first) = await Block(predictor);
        RunsTake(TimeSpan.FromMilliseconds(5));
        Task<Outcome<Prediction>>[] others = [predictor.PredictAsync(Input(1)), predictor.PredictAsync(Input(2, rows: 2)), predictor.PredictAsync(Input(4))];
        run.Release();
        await Ends([first, .. others]);
        Assert.Equal([$"1 {Tags}", $"4 {Tags}"], probe.Of("run.batch_size"));
        Assert.Equal([$"0 {Tags}", $"0.005 {Tags}"], probe.Of("run.duration"));
        Assert.Equal(4, probe.Of("predictions").Count);
    }

    [Fact]
    public async Task Refused_at_the_door_is_what_was_never_let_in()
    {
        using var probe = new MeterProbe();
        var predictor = Open(Options with { Admission = new() { MaxItems = 2 } });
        var (_, first) = await Block(predictor);
        var second = predictor.PredictAsync(Input(1));
        var refused = predictor.PredictAsync(Input(2), new() { WhenFull = WhenFull.Refuse });
        var newer = predictor.PredictAsync(Input(3), new() { WhenFull = WhenFull.DropOldest }); // takes the room of the second, which had been let in
        var invalid = predictor.PredictAsync(Tensor.Allocate(ElementType.Float32, [1, 5]));
        var several = predictor.PredictBatch([Tensor.Allocate(ElementType.Int64, [1, 4]), Tensor.Allocate(ElementType.Int64, [1, 4])]);
        Assert.All(several, outcome => Assert.Equal(ErrorKind.InvalidInput, outcome.Failure?.Kind));
        Sessions.ReleaseAll();
        Assert.Equal([null, ErrorKind.Overloaded, ErrorKind.Overloaded, null, ErrorKind.InvalidInput], await Ends(first, second, refused, newer, invalid));
        string Refusal(ErrorKind kind) => $"1 {{error.type={kind.Name()}, model.name=double.onnx}}";
        Assert.Equal([Refusal(ErrorKind.Overloaded), Refusal(ErrorKind.InvalidInput), Refusal(ErrorKind.InvalidInput), Refusal(ErrorKind.InvalidInput)], probe.Of("prediction.refusals"));
        Assert.Equal(7, probe.Of("predictions").Count);
        predictor.Dispose();
        Assert.Equal([ErrorKind.NotReady], await Ends(predictor.PredictAsync(Input(1))));
        Assert.Equal(Refusal(ErrorKind.NotReady), probe.Of("prediction.refusals")[^1]);
    }

    [Fact]
    public void Request_without_the_names_of_its_inputs_is_refused_and_counted()
    {
        using var probe = new MeterProbe();
        Sessions.Model = new(FakeSignature.Of(["a: float32 [1]", "b: float32 [1]"], ["y: float32 [1]"]), _ => new Dictionary<string, Value?>());
        var predictor = Open();
        Assert.All(predictor.PredictBatch([Input(1), Input(2)]), outcome => Assert.Equal(ErrorKind.InvalidInput, outcome.Failure?.Kind));
        Assert.Equal(["2 {error.type=invalid-input, model.name=double.onnx}"], probe.Of("predictions"));
        Assert.Equal(["2 {error.type=invalid-input, model.name=double.onnx}"], probe.Of("prediction.refusals"));
    }

    [Fact]
    public async Task Second_tries_and_sessions_that_come_back_are_counted()
    {
        using var probe = new MeterProbe();
        var predictor = Open();
        var (run, outcome) = await Block(predictor);
        run.Fail(new(ErrorKind.DeviceLost, "The device fell off."));
        Until(() => predictor.Snapshot().State == HealthState.Restarting);
        Assert.Equal([$"0 {{device=fake:0, lane.state=busy, model.name=double.onnx}}", $"0 {{device=fake:0, lane.state=idle, model.name=double.onnx}}", $"1 {{device=fake:0, lane.state=unavailable, model.name=double.onnx}}"], Lanes(probe, predictor));
        Time.Advance(Time.NextDue!.Value);
        Assert.Equal([null], await Ends(outcome));
        Assert.Equal([$"1 {Tags}"], probe.Of("session.restarts"));
        Assert.Equal(["1 {model.name=double.onnx}"], probe.Of("prediction.retries"));
        Assert.Equal([$"1 {Tags}"], probe.Of("predictions"));
    }

    [Fact]
    public async Task Lanes_that_are_given_up_are_counted()
    {
        using var probe = new MeterProbe();
        Sessions.ToleratesDisposeDuringRun = true;
        var predictor = Open(Options with { Supervision = Options.Supervision with { Watchdog = TimeSpan.FromSeconds(1) } });
        Sessions.Script = run => run.SessionNumber == 1 ? FakeBehaviour.Hang : FakeBehaviour.Succeed;
        var outcome = predictor.PredictAsync(Input(1));
        await OwnThread.Run(() => Sessions.WaitForBlocked());
        Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal([$"1 {Tags}"], probe.Of("lane.abandonments"));
        Time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal([null], await Ends(outcome));
        Assert.Equal(["1 {model.name=double.onnx}"], probe.Of("prediction.retries"));
    }

    [Fact]
    public async Task Model_is_called_by_the_last_part_of_its_name_and_by_the_new_one_after_a_swap()
    {
        using var probe = new MeterProbe();
        var predictor = Open(model: "/srv/models/double.onnx");
        await Ends(predictor.PredictAsync(Input(1)));
        Assert.Null(await predictor.SwapAsync(Model(@"C:\models\twice.onnx")));
        await Ends(predictor.PredictAsync(Input(1)));
        Assert.Equal([$"1 {Tags}", "1 {device=fake:0, model.name=twice.onnx}"], probe.Of("predictions"));
        Assert.Equal(["0 {model.name=twice.onnx}"], probe.Look("prediction.in_flight"));
    }

    // A lane that has failed is on its way to sleep.
    private static IReadOnlyList<string> Lanes(MeterProbe probe, Predictor predictor)
    {
        Until(() => predictor.Snapshot().Pools[0].LanesIdle == 1);
        return probe.Look("lane.count");
    }
}
