namespace ActorInference.Tests.Predicting.Schedules;

/// <summary>The smallest schedules that once went wrong, where no other test has them.</summary>
public sealed class SmallestScheduleTests : PredictorTest
{
    [Fact]
    public async Task SwapAsync_completes_however_fast_the_old_lanes_end()
    {
        var predictor = Open(Options with { Lanes = 4 });
        for (var i = 0; i < 300; i++) Assert.Null(await Soon(predictor.SwapAsync(Model("next"))));
        Assert.Equal(1, Sessions.OpenNow);
    }

    [Fact]
    public async Task Dispose_after_lanes_were_taken_away_waits_for_them()
    {
        Sessions.AllowsConcurrentRuns = false;
        for (var i = 0; i < 300; i++)
        {
            var predictor = Open(Options with { Lanes = 4 });
            Assert.Null(predictor.ChangeLanes(Fake, 1));
            await Soon(predictor.DisposeAsync().AsTask());
            Sessions.AssertAtRest();
        }
    }

    [Fact]
    public async Task Cancelled_runs_do_not_take_a_session_out_that_cannot_be_probed()
    {
        Sessions.Script = _ => FakeBehaviour.Block;
        var predictor = Open();
        for (var i = 0; i < 10; i++)
        {
            using var cancel = new CancellationTokenSource();
            var task = predictor.PredictAsync(Input(1), cancel: cancel.Token);
            Sessions.WaitForBlocked();
            await cancel.CancelAsync();
            AssertFailed(ErrorKind.Cancelled, await Soon(task));
        }

        Until(() => predictor.Snapshot().ItemsInFlight == 0);
        Assert.Null(predictor.Snapshot().Pools[0].LastFailure);
        Assert.Equal(1, Sessions.Opened);
    }

    [Fact]
    public async Task A_caller_who_no_longer_waits_for_room_lets_the_smaller_ones_behind_it_in()
    {
        // One row takes 32 bytes, and keeps 16 of them until its result is disposed.
        var predictor = Open(Options with { Admission = new() { MaxItems = 8, MaxBytes = 100 } });
        using var held = (await Soon(predictor.PredictAsync(Input(1)))).Value;
        using var cancel = new CancellationTokenSource();
        var large = predictor.PredictAsync(Input(1, rows: 3), cancel: cancel.Token);
        var small = predictor.PredictAsync(Input(2));
        Assert.Equal(2, predictor.Snapshot().WaitingForRoom);
        await cancel.CancelAsync();
        AssertFailed(ErrorKind.Cancelled, await Soon(large));
        AssertIs(2, await Soon(small));
    }

    [Fact]
    public async Task Nobody_is_dropped_in_vain()
    {
        BlockThousands();
        var predictor = Open(Options with { Admission = new() { MaxItems = 8, MaxBytes = 128 } });
        var (run, first) = await Occupy(predictor); // 32
        var queued = predictor.PredictAsync(Input(1, rows: 2)); // 64: 96 of 128
        var waiting = predictor.PredictAsync(Input(3, rows: 2)); // 64: waits
        var newest = predictor.PredictAsync(Input(5, rows: 4), new() { WhenFull = WhenFull.DropOldest }); // 128: dropping all that is queued would not do
        AssertFailed(ErrorKind.Overloaded, await Soon(newest));
        Assert.Equal(1, predictor.Snapshot().WaitingForRoom);
        run.Release();
        AssertIs(1000, await Soon(first));
        AssertIs(1, await Soon(queued));
        AssertIs(3, await Soon(waiting));
    }

    [Fact]
    public async Task What_waits_for_a_dead_session_goes_to_a_device_that_works()
    {
        Sessions.Script = _ => FakeBehaviour.Block;
        var predictor = Open(Options with { Placement = Placement.Parse("fake:0+fake:1"), Supervision = new() { FirstBackoff = Ms(10_000), MaxBackoff = Ms(10_000) } });
        var tasks = Enumerable.Range(0, 6).Select(i => predictor.PredictAsync(Input(i))).ToArray();
        var dying = Sessions.WaitForBlocked(2).First(run => run.Device == Fake);
        Sessions.Script = null;
        dying.Fail(new(ErrorKind.DeviceLost, "gone"));
        Sessions.ReleaseAll();
        for (var i = 0; i < 6; i++) AssertIs(i, await Soon(tasks[i]));
    }

    [Fact]
    public async Task A_session_that_dies_while_a_batch_is_split_fails_nobody_but_the_poisoned()
    {
        var isDead = false;
        Sessions.Script = run =>
        {
            if (run.SessionNumber > 1) return FakeBehaviour.Succeed;
            if (run.Firsts is [1000]) return FakeBehaviour.Block;
            if (run.Firsts is [float.NaN]) isDead = true; // after this one, nothing works
            return isDead && run.Firsts is not [float.NaN] ? FakeBehaviour.Fail(ErrorKind.SessionFailed) : FakeBehaviour.Succeed;
        };
        var predictor = Open(Options with { Batch = new() { MaxSize = 4 }, WarmUp = new() });
        var (run, first) = await Occupy(predictor);
        var tasks = new[] { float.NaN, 1, 2, 3 }.Select(x => predictor.PredictAsync(Input(x))).ToArray();
        run.Release();
        AssertIs(1000, await Soon(first));
        Until(() =>
        {
            Time.Advance(Ms(100));
            return tasks.All(task => task.IsCompleted);
        });
        AssertFailed(ErrorKind.SessionFailed, await Soon(tasks[0]));
        for (var i = 1; i < 4; i++) AssertIs(i, await Soon(tasks[i]));
    }

    [Fact]
    public async Task A_call_after_a_cancelled_one_does_not_wait_for_the_room_of_its_own_results()
    {
        Sessions.Script = run => run.Firsts[0] == 9 ? FakeBehaviour.Hang : FakeBehaviour.Succeed;
        var predictor = Open(Options with { Lanes = 2, Admission = new() { MaxItems = 8, MaxBytes = 96 } });
        using var cancel = new CancellationTokenSource();
        var calls = OwnThread.Run(() =>
        {
            AssertFailed(ErrorKind.Cancelled, predictor.Predict(Input(9), cancel: cancel.Token));
            return predictor.PredictBatch([.. Enumerable.Range(1, 8).Select(i => Input(i))]);
        });
        Sessions.WaitForBlocked();
        Sessions.Script = run => run.Firsts[0] == 9 ? FakeBehaviour.Hang : FakeBehaviour.Block;
        await cancel.CancelAsync();
        Sessions.WaitForBlocked(2);
        Sessions.Script = null;
        Sessions.ReleaseAll();
        foreach (var outcome in await Soon(calls))
        {
            if (outcome.TryGet(out var prediction, out var failure)) prediction.Dispose();
            else Assert.Equal(ErrorKind.Overloaded, failure.Kind);
        }
    }

    [Fact]
    public async Task Requests_tried_again_keep_their_order()
    {
        Sessions.Script = _ => FakeBehaviour.Block;
        var predictor = Open(Options with { Batch = new() { MaxSize = 3 } });
        var (run, first) = await Occupy(predictor);
        var tasks = Enumerable.Range(1, 3).Select(i => predictor.PredictAsync(Input(i))).ToArray();
        run.Release();
        AssertIs(1000, await Soon(first));
        Until(() => Sessions.Blocked is [{ Rows: 3 }]);
        Sessions.Script = null;
        Sessions.Blocked[0].Fail(new(ErrorKind.DeviceLost, "gone"));
        Until(() => predictor.Snapshot().Pools[0].LanesIdle == 1);
        Time.Advance(Ms(100));
        for (var i = 1; i <= 3; i++) AssertIs(i, await Soon(tasks[i - 1]));
        Assert.Equal([1f, 2f, 3f], Sessions.Runs.Last().Firsts);
    }

    [Fact]
    public async Task Nobody_waits_past_within_behind_a_younger_one()
    {
        // The pool of fake:0 stops; who waited there comes behind who waits at fake:1, and is older.
        Sessions.Script = _ => FakeBehaviour.Block;
        var predictor = Open(Options with
        {
            Placement = Placement.Parse("fake:0+fake:1"),
            Lanes = 3,
            Batch = new() { MaxSize = 8, Within = Ms(10) },
            Admission = new() { MaxItems = 64 },
            Supervision = new() { MaxRestarts = 0 },
        });
        var atFirst = predictor.PredictAsync(Input(100, rows: 8)); // full: runs at once, at fake:0
        var dying = Sessions.WaitForBlocked()[0];
        var atSecond = predictor.PredictAsync(Input(200, rows: 8)); // the same at fake:1
        Sessions.WaitForBlocked(2);
        var old = predictor.PredictAsync(Input(2)); // waits at one of them
        Time.Advance(Ms(4));
        var young = predictor.PredictAsync(Input(3)); // and at the other
        Assert.All(predictor.Snapshot().Pools, pool => Assert.Equal(1, pool.Waiting));
        dying.Fail(new(ErrorKind.DeviceLost, "gone"));
        Until(() => predictor.Snapshot().Pools is [{ State: HealthState.Stopped }, var pool] && pool.Waiting + pool.Running == 4);
        Time.Advance(Ms(6));
        Until(() => Sessions.Runs.Any(run => run.Firsts.Contains(2)));
        Assert.True(Sessions.Runs.First(run => run.Firsts.Contains(2)).Started <= Ms(10));
        Sessions.Script = null;
        Time.Advance(Ms(10));
        Until(() =>
        {
            Sessions.ReleaseAll();
            return young.IsCompleted && atFirst.IsCompleted;
        });
        foreach (var (value, task) in new[] { (100, atFirst), (200, atSecond), (2, old), (3, young) }) AssertIs(value, await Soon(task));
    }

    private static TimeSpan Ms(double milliseconds) => TimeSpan.FromMilliseconds(milliseconds);
}
