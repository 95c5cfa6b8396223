namespace ActorInference.Tests.Predicting;

public sealed class SuspectTests : PredictorTest
{
    [Fact]
    public async Task Lane_is_not_kept_by_a_probe_when_everyone_in_its_run_has_left()
    {
        Sessions.Script = run => run.Number == 2 ? FakeBehaviour.Block : FakeBehaviour.Succeed;
        var predictor = Open(Options with { WarmUp = new() });
        using var cancel = new CancellationTokenSource();
        var task = predictor.PredictAsync(Input(1), cancel: cancel.Token);
        Sessions.WaitForBlocked();
        await cancel.CancelAsync();
        AssertFailed(ErrorKind.Cancelled, await Soon(task));
        Until(() => predictor.Snapshot().Pools[0].LanesIdle == 1);
        Assert.Equal(2, Sessions.Runs.Count);
    }

    [Fact]
    public async Task Request_whose_deadline_has_passed_is_not_run_even_if_no_timer_has_said_so()
    {
        BlockThousands();
        var predictor = Open();
        var (run, first) = await Occupy(predictor);
        var late = predictor.PredictAsync(Input(1), new() { Deadline = TimeSpan.FromMilliseconds(1.2) });
        Time.Advance(TimeSpan.FromMilliseconds(1.5));
        run.Release();
        AssertIs(1000, await Soon(first));
        AssertIs(2, await Soon(predictor.PredictAsync(Input(2))));
        AssertFailed(ErrorKind.DeadlineExceeded, await Soon(late));
        Assert.DoesNotContain(Sessions.Runs, other => other.Firsts[0] == 1);
    }

    [Fact]
    public async Task Cancelling_reaches_the_second_try_after_the_lane_of_the_first_has_returned()
    {
        Sessions.Script = run => run.SessionNumber == 1 ? FakeBehaviour.Hang : FakeBehaviour.Block;
        var predictor = Open();
        using var cancel = new CancellationTokenSource();
        var task = predictor.PredictAsync(Input(1), cancel: cancel.Token);
        var hanging = Sessions.WaitForBlocked()[0];
        Time.Advance(TimeSpan.FromMinutes(5));
        Time.Advance(TimeSpan.FromMilliseconds(100));
        Until(() => Sessions.Blocked.Any(run => run.SessionNumber == 2));
        hanging.Release();
        Until(() => predictor.Snapshot().LanesStillHanging == 0);
        await cancel.CancelAsync();
        AssertFailed(ErrorKind.Cancelled, await Soon(task));
    }

    [Fact]
    public async Task Shutdown_completes_when_the_last_caller_that_waits_for_room_gives_up()
    {
        var predictor = Open(Options with { Admission = new() { MaxBytes = 40 } });
        using var kept = predictor.Predict(Input(1)).Value;
        using var cancel = new CancellationTokenSource();
        var waiting = predictor.PredictAsync(Input(2), cancel: cancel.Token);
        var shutdown = predictor.ShutdownAsync();
        Assert.False(shutdown.IsCompleted);
        await cancel.CancelAsync();
        AssertFailed(ErrorKind.Cancelled, await Soon(waiting));
        await Soon(shutdown);
    }

    [Fact]
    public async Task Several_at_once_wait_for_room_like_anybody_else_when_others_fill_the_bound_on_items()
    {
        BlockThousands();
        var predictor = Open(Options with { Admission = new() { MaxItems = 1 } });
        var several = OwnThread.Run(() => predictor.PredictBatch([Input(1000), Input(1)]));
        var first = Sessions.WaitForBlocked()[0];
        Until(() => predictor.Snapshot().WaitingForRoom == 1);
        var other = predictor.PredictAsync(Input(1001), new() { Priority = Priority.High });
        first.Release();
        Until(() => Sessions.Blocked.Any(run => run.Firsts[0] == 1001));
        Sessions.ReleaseAll();
        AssertIs(1001, await Soon(other));
        var outcomes = await Soon(several);
        AssertIs(1000, outcomes[0]);
        AssertIs(1, outcomes[1]);
    }

    [Fact]
    public async Task Several_at_once_do_not_hang_behind_another_who_waits_for_the_bytes_they_hold()
    {
        BlockThousands();
        var predictor = Open(Options with { Admission = new() { MaxBytes = 80 } }); // a row takes 32, its result 16
        var several = OwnThread.Run(() => predictor.PredictBatch([Input(1000), Input(1), Input(2), Input(3)]));
        Sessions.WaitForBlocked();
        Until(() => predictor.Snapshot().WaitingForRoom == 2);
        var other = predictor.PredictAsync(Input(10, rows: 2), new() { Priority = Priority.High });
        Sessions.ReleaseAll();
        var outcomes = await Soon(several);
        foreach (var outcome in outcomes.Where(outcome => outcome.Succeeded)) outcome.Value.Dispose();
        Assert.All(outcomes, outcome => Assert.True(outcome.Succeeded || outcome.Failure!.Kind == ErrorKind.Overloaded));
        AssertIs(10, await Soon(other));
    }

    [Fact]
    public void Initializer_may_be_given_before_the_inputs()
    {
        Sessions.Model = WithScale(FakeModel.Default);
        var predictor = Open();
        AssertIs(3, predictor.Predict([new("scale", Tensor.Scalar(5f)), new("x", Input(3))]));
    }

    [Fact]
    public void Initializer_is_no_row_of_a_padded_batch()
    {
        Sessions.Model = WithScale(FakeModel.Affine(2, 1, "float32 [4,4]"));
        var predictor = Open();
        AssertIs(3, predictor.Predict([new("x", Input(3)), new("scale", Tensor.Scalar(5f))]));
    }

    [Fact]
    public void Priority_out_of_range_is_refused_and_leaves_nothing_behind()
    {
        var predictor = Open();
        AssertFailed(ErrorKind.InvalidInput, predictor.Predict(Input(1), new() { Priority = (Priority)7 }));
        Assert.Equal(0, predictor.Snapshot().ItemsInFlight);
    }

    [Fact]
    public void Input_that_is_disposed_is_refused_and_does_not_touch_the_session()
    {
        var predictor = Open();
        var input = Input(1);
        input.Dispose();
        for (var i = 0; i < 5; i++) AssertFailed(ErrorKind.InvalidInput, predictor.Predict(input));
        Assert.Equal(HealthState.Ready, predictor.Snapshot().State);
        Assert.Equal(1, Sessions.Opened);
    }

    private static FakeModel WithScale(FakeModel model) =>
        model with { Signature = model.Signature with { OverridableInitializers = [new("scale", new TensorType(ElementType.Float32, []))] } };
}

public sealed class SwapRaceTests : PredictorTest
{
    [Fact]
    public async Task Swapping_succeeds_when_the_lanes_of_the_old_version_end_in_the_same_moment()
    {
        const int Lanes = 64;
        var predictor = Open(Options with { Lanes = Lanes });
        Log.Heard = line =>
        {
            if (line.Contains("swapped", StringComparison.Ordinal)) Parallel.ForEach(Sessions.Blocked, run => run.Release());
        };
        for (var round = 0; round < 5; round++)
        {
            Sessions.Script = run => run.Firsts[0] == round ? FakeBehaviour.Block : FakeBehaviour.Succeed;
            var outcomes = Enumerable.Range(0, Lanes).Select(_ => predictor.PredictAsync(Input(round))).ToArray();
            Sessions.WaitForBlocked(Lanes);
            Assert.Null(await Soon(predictor.SwapAsync(Model($"version {round}"))));
            Assert.Equal(1, Sessions.OpenNow);
            foreach (var outcome in await Soon(Task.WhenAll(outcomes))) AssertIs(round, outcome);
        }
    }
}
