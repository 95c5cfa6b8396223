namespace ActorInference.Tests.Predicting;

/// <summary>Callers that give up, and deadlines that pass, at each point of the way.</summary>
public sealed class LeavingTests : PredictorTest
{
    private const string GaveUp = "the caller gave up.";

    private readonly CancellationTokenSource _cancel = new();

    [Fact]
    public void Request_is_not_run_when_it_was_cancelled_before_it_was_made()
    {
        _cancel.Cancel();
        AssertFailed(ErrorKind.Cancelled, GaveUp, Open().Predict(Input(1), cancel: _cancel.Token));
        Assert.Empty(Sessions.Runs);
    }

    [Fact]
    public async Task Caller_that_waits_for_room_is_let_go_at_once_and_makes_way()
    {
        BlockThousands();
        var predictor = Open(Options with { Admission = new() { MaxItems = 1 } });
        var (run, first) = await Occupy(predictor);
        var cancelled = predictor.PredictAsync(Input(1), cancel: _cancel.Token);
        var late = predictor.PredictAsync(Input(2), new() { Deadline = TimeSpan.FromSeconds(1) });
        var other = predictor.PredictAsync(Input(3));
        await _cancel.CancelAsync();
        AssertFailed(ErrorKind.Cancelled, GaveUp, await Soon(cancelled));
        Time.Advance(TimeSpan.FromSeconds(1));
        AssertFailed(ErrorKind.DeadlineExceeded, $"the deadline of 1000 ms passed while the request waited for room: 1 of 1 requests and 32 of {Options.Admission.MaxBytes:N0} bytes are in flight.", await Soon(late));
        run.Release();
        AssertIs(1000, await Soon(first));
        AssertIs(3, await Soon(other));
        Assert.Equal([1000, 3], Sessions.Runs.Select(ran => ran.Firsts[0]));
    }

    [Fact]
    public async Task Request_in_the_queue_is_let_go_at_once_and_never_runs()
    {
        BlockThousands();
        var predictor = Open();
        var (run, first) = await Occupy(predictor);
        var cancelled = predictor.PredictAsync(Input(1), cancel: _cancel.Token);
        var late = predictor.PredictAsync(Input(2), new() { Deadline = TimeSpan.FromSeconds(1) });
        await _cancel.CancelAsync();
        AssertFailed(ErrorKind.Cancelled, GaveUp, await Soon(cancelled));
        Assert.Equal(2, predictor.Snapshot().ItemsInFlight);
        Time.Advance(TimeSpan.FromMilliseconds(999));
        Assert.False(late.IsCompleted);
        Time.Advance(TimeSpan.FromMilliseconds(1));
        AssertFailed(ErrorKind.DeadlineExceeded, await Soon(late));
        run.Release();
        AssertIs(1000, await Soon(first));
        AssertIs(3, await Soon(predictor.PredictAsync(Input(3))));
        Assert.Equal([1000, 3], Sessions.Runs.Select(ran => ran.Firsts[0]));
    }

    [Fact]
    public async Task Deadlines_pass_in_their_own_order_whatever_order_they_came_in()
    {
        BlockThousands();
        var predictor = Open();
        var (run, first) = await Occupy(predictor);
        int[] seconds = [5, 3, 8, 1, 9, 2, 7, 4, 6];
        var tasks = seconds.ToDictionary(second => second, second => predictor.PredictAsync(Input(second), new() { Deadline = TimeSpan.FromSeconds(second) }));
        for (var second = 1; second <= 9; second++)
        {
            Time.Advance(TimeSpan.FromSeconds(1));
            AssertFailed(ErrorKind.DeadlineExceeded, await Soon(tasks[second]));
            Assert.Equal(10 - second, predictor.Snapshot().ItemsInFlight);
        }

        run.Release();
        AssertIs(1000, await Soon(first));
    }

    [Fact]
    public async Task Run_is_told_to_terminate_when_its_only_caller_leaves_and_the_lane_is_free_again()
    {
        Sessions.Script = run => run.Firsts[0] == 1000 ? FakeBehaviour.Block : FakeBehaviour.Succeed;
        var predictor = Open(Options with { WarmUp = new() });
        var task = predictor.PredictAsync(Input(1000), cancel: _cancel.Token);
        Sessions.WaitForBlocked();
        await _cancel.CancelAsync();
        AssertFailed(ErrorKind.Cancelled, GaveUp, await Soon(task));
        Until(() => predictor.Snapshot().Pools[0].LanesIdle == 1);
        Assert.Equal(2, Sessions.Runs.Count); // the warm-up and the request: the lane is not kept by a probe of a session that did as it was told
        AssertIs(1, await Soon(predictor.PredictAsync(Input(1))));
        Assert.Equal(1, Sessions.Opened);
    }

    [Fact]
    public async Task Blocked_caller_is_let_go_at_once_even_if_the_run_does_not_end()
    {
        Sessions.Script = _ => FakeBehaviour.Hang;
        var predictor = Open();
        var call = OwnThread.Run(() => predictor.Predict(Input(1), cancel: _cancel.Token));
        var run = Sessions.WaitForBlocked()[0];
        await _cancel.CancelAsync();
        AssertFailed(ErrorKind.Cancelled, GaveUp, await Soon(call));
        Assert.Equal(1, predictor.Snapshot().ItemsInFlight); // its inputs are still being read
        run.Release();
        Until(() => predictor.Snapshot().ItemsInFlight == 0);
    }

    [Fact]
    public async Task Batch_goes_on_for_the_others_when_one_leaves_and_ends_when_the_last_does()
    {
        BlockThousands();
        using var cancelSecond = new CancellationTokenSource();
        var predictor = Open(Options with { Batch = new() { MaxSize = 4 } });
        for (var round = 0; round < 2; round++)
        {
            using var cancelFirst = new CancellationTokenSource();
            var (run, occupied) = await Occupy(predictor);
            var first = predictor.PredictAsync(Input(1000), cancel: cancelFirst.Token);
            var second = predictor.PredictAsync(Input(1), cancel: cancelSecond.Token);
            run.Release();
            AssertIs(1000, await Soon(occupied));
            var batch = Sessions.WaitForBlocked()[0];
            Assert.Equal(2, batch.Rows);
            await cancelFirst.CancelAsync();
            AssertFailed(ErrorKind.Cancelled, GaveUp, await Soon(first));
            Assert.Same(batch, Assert.Single(Sessions.Blocked)); // still under way
            if (round == 0)
            {
                batch.Release();
                AssertIs(1, await Soon(second));
                continue;
            }

            await cancelSecond.CancelAsync();
            AssertFailed(ErrorKind.Cancelled, GaveUp, await Soon(second));
            Until(() => predictor.Snapshot().Pools[0].LanesIdle == 1);
            Assert.Empty(Sessions.Blocked);
        }
    }

    [Fact]
    public async Task Run_under_way_is_not_ended_by_its_deadline()
    {
        Sessions.Script = _ => FakeBehaviour.Block;
        var predictor = Open();
        var task = predictor.PredictAsync(Input(1), new() { Deadline = TimeSpan.FromSeconds(1) });
        var run = Sessions.WaitForBlocked()[0];
        Time.Advance(TimeSpan.FromSeconds(10));
        run.Release();
        AssertIs(1, await Soon(task));
    }

    [Fact]
    public async Task Request_whose_deadline_has_passed_is_not_run_even_if_no_timer_has_said_so()
    {
        BlockThousands();
        var predictor = Open();
        var (run, first) = await Occupy(predictor);
        var late = predictor.PredictAsync(Input(1), new() { Deadline = TimeSpan.FromMilliseconds(1.2) });
        Time.Advance(TimeSpan.FromMilliseconds(1.5)); // timers count whole milliseconds
        run.Release();
        AssertIs(1000, await Soon(first));
        AssertIs(2, await Soon(predictor.PredictAsync(Input(2))));
        AssertFailed(ErrorKind.DeadlineExceeded, "the deadline of 1.2 ms passed before the request could run.", await Soon(late));
        Assert.Equal([1000, 2], Sessions.Runs.Select(ran => ran.Firsts[0]));
    }

    [Fact]
    public async Task Deadline_of_all_eternity_is_none()
    {
        BlockThousands();
        var predictor = Open(Options with { Supervision = new() { Watchdog = null } });
        var (run, first) = await Occupy(predictor);
        var patient = predictor.PredictAsync(Input(1), new() { Deadline = TimeSpan.MaxValue });
        Time.Advance(TimeSpan.FromDays(10_000));
        run.Release();
        AssertIs(1000, await Soon(first));
        AssertIs(1, await Soon(patient));
    }

    [Fact]
    public async Task Cancelling_after_the_end_does_nothing()
    {
        var predictor = Open();
        using var prediction = (await Soon(predictor.PredictAsync(Input(1), cancel: _cancel.Token))).Value;
        await _cancel.CancelAsync();
        Assert.Equal(3, prediction.Tensor.Span<float>()[0]);
        Assert.Empty(predictor.Snapshot().Failed);
    }

    [Fact]
    public async Task Cancelling_ends_those_of_several_at_once_that_have_not_ended()
    {
        BlockThousands();
        var predictor = Open();
        var call = OwnThread.Run(() => predictor.PredictBatch([Input(1), Input(1000), Input(2)], cancel: _cancel.Token));
        Sessions.WaitForBlocked();
        await _cancel.CancelAsync();
        var outcomes = await Soon(call);
        AssertIs(1, outcomes[0]);
        AssertFailed(ErrorKind.Cancelled, outcomes[1]);
        AssertFailed(ErrorKind.Cancelled, outcomes[2]);
    }

    [Fact]
    public async Task Continuations_never_run_on_a_lane()
    {
        var predictor = Open();
        for (var i = 0; i < 20; i++)
        {
            var name = await predictor.PredictAsync(Input(i)).ContinueWith(
                task =>
                {
                    AssertIs(i, task.Result);
                    return Thread.CurrentThread.Name;
                },
                CancellationToken.None,
                TaskContinuationOptions.ExecuteSynchronously,
                TaskScheduler.Default);
            Assert.NotEqual("fake:0 lane 0", name);
        }

        Assert.All(Sessions.Runs, run => Assert.Equal("fake:0 lane 0", run.ThreadName));
    }
}
