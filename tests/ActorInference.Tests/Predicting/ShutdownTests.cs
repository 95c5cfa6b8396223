namespace ActorInference.Tests.Predicting;

public sealed class ShutdownTests : PredictorTest
{
    [Fact]
    public async Task Shutdown_finishes_what_there_is_and_takes_nothing_more()
    {
        BlockThousands();
        var predictor = Open(Options with { Admission = new() { MaxItems = 2 } });
        var (run, first) = await Occupy(predictor);
        var queued = predictor.PredictAsync(Input(1));
        var waiting = predictor.PredictAsync(Input(2));
        var shutdown = predictor.ShutdownAsync();
        AssertFailed(ErrorKind.NotReady, await Soon(predictor.PredictAsync(Input(3))));
        Assert.False(shutdown.IsCompleted);
        Assert.Equal(HealthState.Stopped, predictor.Snapshot().State);
        run.Release();
        AssertIs(1000, await Soon(first));
        AssertIs(1, await Soon(queued));
        AssertIs(2, await Soon(waiting));
        await Soon(shutdown);
        Assert.Equal(0, Sessions.OpenNow);
    }

    [Fact]
    public async Task Patience_of_a_shutdown_can_be_ended()
    {
        BlockThousands();
        var predictor = Open();
        using var cancel = new CancellationTokenSource();
        var (_, first) = await Occupy(predictor);
        var shutdown = predictor.ShutdownAsync(cancel.Token);
        await cancel.CancelAsync();
        await Soon(shutdown);
        AssertFailed(ErrorKind.Cancelled, "the predictor of model was disposed.", await Soon(first));
        Assert.Equal(0, Sessions.OpenNow);
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
    public async Task Shutdown_waits_for_a_request_that_its_session_failed_under()
    {
        Sessions.Script = run => run.SessionNumber == 1 ? FakeBehaviour.Fail(ErrorKind.DeviceLost) : FakeBehaviour.Succeed;
        var predictor = Open();
        var task = predictor.PredictAsync(Input(1));
        Until(() => predictor.Snapshot().State == HealthState.Restarting);
        var shutdown = predictor.ShutdownAsync();
        Time.Advance(TimeSpan.FromMilliseconds(100));
        AssertIs(1, await Soon(task));
        await Soon(shutdown);
    }

    [Fact]
    public async Task Disposal_cancels_whatever_waits_or_runs()
    {
        BlockThousands();
        var predictor = Open(Options with { Admission = new() { MaxItems = 2 } });
        var (_, first) = await Occupy(predictor);
        var queued = predictor.PredictAsync(Input(1));
        var waiting = predictor.PredictAsync(Input(2));
        await Soon(predictor.DisposeAsync().AsTask());
        foreach (var task in new[] { first, queued, waiting }) AssertFailed(ErrorKind.Cancelled, "the predictor of model was disposed.", await Soon(task));
        Sessions.AssertAtRest();
        var snapshot = predictor.Snapshot();
        Assert.Equal((HealthState.Stopped, 0, 0L, 0), (snapshot.State, snapshot.ItemsInFlight, snapshot.BytesInFlight, snapshot.WaitingForRoom));
        await Task.Yield(); // the platform disposes the timer of its wait when this continuation has returned to it
        Until(() => Time.Timers == 0);
    }

    [Fact]
    public async Task Run_that_does_not_end_keeps_its_thread_and_session_and_disposal_does_not_wait_for_ever()
    {
        Sessions.Script = _ => FakeBehaviour.Hang;
        var predictor = Open();
        var task = predictor.PredictAsync(Input(1));
        var hanging = Sessions.WaitForBlocked()[0];
        var armed = Time.Timers;
        var disposal = predictor.DisposeAsync().AsTask();
        AssertFailed(ErrorKind.Cancelled, await Soon(task));
        Time.WaitForTimers(armed + 1);
        Assert.False(disposal.IsCompleted);
        Time.Advance(TimeSpan.FromSeconds(10));
        await Soon(disposal);
        Assert.Equal((1, 1), (Sessions.RunsNow, Sessions.OpenNow));
        Assert.Equal(1, predictor.Snapshot().LanesStillHanging);
        hanging.Release();
        Until(() => Sessions.OpenNow == 0 && predictor.Snapshot().LanesStillHanging == 0);
    }

    [Fact]
    public async Task Predictions_that_were_handed_out_stay_their_owners()
    {
        var predictor = Open();
        using var prediction = predictor.Predict(Input(1)).Value;
        await predictor.ShutdownAsync();
        Assert.Equal(3, prediction.Tensor.Span<float>()[0]);
        Assert.Equal(16, predictor.Snapshot().BytesInFlight);
        prediction.Dispose();
        Assert.Equal(0, predictor.Snapshot().BytesInFlight);
    }

    [Fact]
    public async Task Ends_may_come_again_and_all_at_once()
    {
        for (var round = 0; round < 10; round++)
        {
            var predictor = Open(Options with { Lanes = 4 });
            var tasks = Enumerable.Range(0, 50).Select(i => predictor.PredictAsync(Input(i))).ToArray();
            var ends = new[]
            {
                OwnThread.Run(() => predictor.ShutdownAsync().Wait()),
                OwnThread.Run(predictor.Dispose),
                OwnThread.Run(() => predictor.ShutdownAsync().Wait()),
                OwnThread.Run(() => predictor.DisposeAsync().AsTask().Wait()),
            };
            await Soon(Task.WhenAll(ends));
            predictor.Dispose();
            await predictor.ShutdownAsync();
            for (var i = 0; i < tasks.Length; i++)
            {
                var outcome = await Soon(tasks[i]);
                if (outcome.Succeeded) AssertIs(i, outcome);
                else Assert.Equal(ErrorKind.Cancelled, outcome.Failure!.Kind);
            }

            Assert.Equal(0, Sessions.OpenNow);
        }
    }

    [Fact]
    public async Task Disposal_meets_a_swap_and_requests_and_nothing_is_left()
    {
        for (var round = 0; round < 100; round++)
        {
            var predictor = Open(Options with { Lanes = 3 });
            var tasks = Enumerable.Range(0, 20).Select(i => predictor.PredictAsync(Input(i))).ToArray();
            var swap = predictor.SwapAsync(Model("new"));
            if (round % 2 == 0) Until(() => Sessions.Opened >= 2 * (round + 1));
            await Soon(predictor.DisposeAsync().AsTask());
            var failure = await Soon(swap);
            Assert.True(failure is null or { Kind: ErrorKind.NotReady }, $"{failure}");
            foreach (var outcome in await Soon(Task.WhenAll(tasks)))
            {
                if (outcome.Succeeded) outcome.Value.Dispose();
            }

            Assert.Equal(0, Sessions.OpenNow);
        }
    }

    [Fact]
    public void Patience_without_end_is_patience()
    {
        var predictor = Open(Options with { Supervision = new() { ShutdownPatience = TimeSpan.MaxValue } });
        AssertIs(1, predictor.Predict(Input(1)));
        predictor.Dispose();
        Assert.Equal(0, Sessions.OpenNow);
    }
}
