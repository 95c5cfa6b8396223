namespace ActorInference.Tests.Predicting.Schedules;

/// <summary>The smallest schedules that once went wrong.</summary>
public sealed class SmallestScheduleTests
{
    private static readonly DeviceId Fake = new("fake");
    private readonly SteppedTime _time = new();
    private readonly FakeSessionFactory _sessions = new();

    public SmallestScheduleTests() => _sessions.Time = _time;

    [Fact]
    public async Task SwapAsync_completes_however_fast_the_old_lanes_end()
    {
        await using (var predictor = Open(new() { Lanes = 4 }))
        {
            for (var i = 0; i < 300; i++) Assert.Null(await predictor.SwapAsync(Source("next")));
            Assert.Equal(1, _sessions.OpenNow);
        }

        _sessions.AssertAtRest();
    }

    [Fact]
    public async Task Dispose_during_a_swap_leaves_nothing()
    {
        for (var i = 0; i < 300; i++)
        {
            var predictor = Open(new() { Lanes = 4 });
            var swap = OwnThread.Run(() => predictor.SwapAsync(Source("next")).GetAwaiter().GetResult());
            if (i % 2 == 0) Until(() => _sessions.OpenNow != 1 || swap.IsCompleted);
            await predictor.DisposeAsync();
            await swap;
            _sessions.AssertAtRest();
        }
    }

    [Fact]
    public async Task Lanes_taken_away_and_given_back_run_no_more_at_once_than_asked_for()
    {
        _sessions.LanesLimit = 2;
        _sessions.Script = _ => FakeBehaviour.Block;
        await using (var predictor = Open(new() { Lanes = 2, WarmUp = new() { BatchSizes = [] } }))
        {
            var tasks = Enumerable.Range(1, 4).Select(x => predictor.PredictAsync(Input(x))).ToArray();
            _sessions.WaitForBlocked(2);
            Assert.Null(predictor.ChangeLanes(Fake, 1));
            Assert.Null(predictor.ChangeLanes(Fake, 2));
            var inTime = SpinWait.SpinUntil(() => _sessions.Blocked.Count > 2, TimeSpan.FromMilliseconds(50));
            Assert.False(inTime);
            Until(() =>
            {
                _sessions.ReleaseAll();
                return tasks.All(task => task.IsCompleted);
            });
            foreach (var task in tasks) (await Outcome(task)).Value.Dispose();
        }

        _sessions.AssertAtRest();
    }

    [Fact]
    public async Task Dispose_after_lanes_were_taken_away_waits_for_them()
    {
        _sessions.AllowsConcurrentRuns = false;
        for (var i = 0; i < 300; i++)
        {
            var predictor = Open(new() { Lanes = 4 });
            predictor.ChangeLanes(Fake, 1);
            await predictor.DisposeAsync();
            _sessions.AssertAtRest();
        }
    }

    [Fact]
    public async Task Cancelling_works_for_the_second_try_of_a_run_that_hung()
    {
        _sessions.Script = run => run.Firsts[0] == 1 ? FakeBehaviour.Hang : FakeBehaviour.Succeed;
        await using (var predictor = Open(new() { Supervision = new() { Watchdog = Ms(50), FirstBackoff = Ms(10_000), MaxBackoff = Ms(10_000) } }))
        {
            using var cancel = new CancellationTokenSource();
            var task = predictor.PredictAsync(Input(1), null, cancel.Token);
            var hung = _sessions.WaitForBlocked()[0];
            _time.Advance(Ms(50));
            Assert.Equal(1, predictor.Snapshot().LanesStillHanging);
            hung.Release();
            Until(() => predictor.Snapshot().LanesStillHanging == 0);
            await cancel.CancelAsync();
            Assert.Equal(ErrorKind.Cancelled, (await Outcome(task)).Failure!.Kind);
        }

        _sessions.AssertAtRest();
    }

    [Fact]
    public async Task Cancelled_runs_do_not_take_a_session_out_that_cannot_be_probed()
    {
        _sessions.Script = _ => FakeBehaviour.Block;
        await using (var predictor = Open(new() { WarmUp = new() { BatchSizes = [] } }))
        {
            for (var i = 0; i < 10; i++) await RunAndCancel(predictor);
            Until(() => predictor.Snapshot().ItemsInFlight == 0);
            Assert.Null(predictor.Snapshot().Pools[0].LastFailure);
            Assert.Equal(1, _sessions.Opened);
        }

        _sessions.AssertAtRest();
    }

    [Fact]
    public async Task A_cancelled_run_costs_no_run_on_zeros()
    {
        await using (var predictor = Open(new()))
        {
            var before = _sessions.Runs.Count;
            _sessions.Script = _ => FakeBehaviour.Block;
            await RunAndCancel(predictor);
            Until(() => predictor.Snapshot().Pools[0].LanesIdle == 1 || _sessions.Blocked.Count > 0);
            Assert.Equal(before + 1, _sessions.Runs.Count);
        }

        _sessions.AssertAtRest();
    }

    [Fact]
    public async Task A_caller_who_no_longer_waits_for_room_lets_the_smaller_ones_behind_it_in()
    {
        // One row reserves 32 bytes and keeps 16 of them until its result is disposed.
        await using (var predictor = Open(new() { Admission = new() { MaxItems = 8, MaxBytes = 100 } }))
        {
            using var held = (await Outcome(predictor.PredictAsync(Input(1)))).Value;
            using var cancel = new CancellationTokenSource();
            var large = predictor.PredictAsync(Rows(1, 2, 3), null, cancel.Token);
            var small = predictor.PredictAsync(Input(2));
            Assert.Equal(2, predictor.Snapshot().WaitingForRoom);
            await cancel.CancelAsync();
            Assert.Equal(ErrorKind.Cancelled, (await Outcome(large)).Failure!.Kind);
            (await Outcome(small)).Value.Dispose();
        }

        _sessions.AssertAtRest();
    }

    [Fact]
    public async Task Shutdown_ends_when_the_last_one_who_waited_for_room_has_given_up()
    {
        await using (var predictor = Open(new() { Admission = new() { MaxItems = 8, MaxBytes = 100 } }))
        {
            using var held = (await Outcome(predictor.PredictAsync(Input(1)))).Value;
            using var cancel = new CancellationTokenSource();
            var large = predictor.PredictAsync(Rows(1, 2, 3), null, cancel.Token);
            var shutdown = predictor.ShutdownAsync();
            await cancel.CancelAsync();
            await Outcome(large);
            await shutdown.WaitAsync(TimeSpan.FromSeconds(10));
        }

        _sessions.AssertAtRest();
    }

    [Fact]
    public async Task Room_made_in_vain_goes_to_those_who_wait_for_it()
    {
        _sessions.Script = run => run.Firsts[0] == 9 ? FakeBehaviour.Block : FakeBehaviour.Succeed;
        await using (var predictor = Open(new() { Admission = new() { MaxItems = 8, MaxBytes = 128 } }))
        {
            var running = predictor.PredictAsync(Input(9)); // 32
            _sessions.WaitForBlocked();
            var queued = predictor.PredictAsync(Rows(1, 2)); // 64: 96 of 128
            var waiting = predictor.PredictAsync(Rows(3, 4)); // 64: waits
            var newest = await Outcome(predictor.PredictAsync(Rows(5, 6, 7, 8), new() { WhenFull = WhenFull.DropOldest })); // 128: drops, in vain
            Assert.Equal(ErrorKind.Overloaded, newest.Failure!.Kind);
            Assert.Equal(ErrorKind.Overloaded, (await Outcome(queued)).Failure!.Kind);
            Assert.Equal(0, predictor.Snapshot().WaitingForRoom);
            _sessions.ReleaseAll();
            (await Outcome(running)).Value.Dispose();
            (await Outcome(waiting)).Value.Dispose();
        }

        _sessions.AssertAtRest();
    }

    [Fact]
    public async Task A_request_does_not_run_after_its_deadline_even_if_the_timer_is_late()
    {
        _sessions.Script = _ => FakeBehaviour.Block;
        await using (var predictor = Open(new() { WarmUp = new() { BatchSizes = [] } }))
        {
            var first = predictor.PredictAsync(Input(1));
            _sessions.WaitForBlocked();
            var late = predictor.PredictAsync(Input(2), new() { Deadline = Ms(1.5) });
            _time.Advance(Ms(1.7)); // timers count whole milliseconds: it fires at 2
            _sessions.ReleaseAll();
            (await Outcome(first)).Value.Dispose();
            Assert.Equal(ErrorKind.DeadlineExceeded, (await Outcome(late)).Failure!.Kind);
        }

        _sessions.AssertAtRest();
    }

    [Fact]
    public async Task PredictBatch_and_a_large_request_ahead_of_its_rest_do_not_wait_for_each_other()
    {
        _sessions.Script = run => run.Firsts[0] > 0 ? FakeBehaviour.Block : FakeBehaviour.Succeed;
        await using (var predictor = Open(new() { Admission = new() { MaxItems = 8, MaxBytes = 64 } }))
        {
            var batch = OwnThread.Run(() => predictor.PredictBatch([Input(1), Input(2), Input(3), Input(4)]));
            _sessions.WaitForBlocked();
            Until(() => predictor.Snapshot().WaitingForRoom == 2);
            var large = predictor.PredictAsync(Rows(0, 0), new() { Priority = Priority.High }); // all 64 bytes
            _sessions.Script = null;
            _sessions.ReleaseAll();
            foreach (var outcome in await batch.WaitAsync(TimeSpan.FromSeconds(10)))
            {
                if (outcome.TryGet(out var prediction, out var failure)) prediction.Dispose();
                else Assert.Equal(ErrorKind.Overloaded, failure.Kind);
            }

            (await Outcome(large)).Value.Dispose();
            Assert.Equal(0, predictor.Snapshot().BytesInFlight);
        }

        _sessions.AssertAtRest();
    }

    [Fact]
    public async Task What_waits_for_a_dead_session_goes_to_a_device_that_works()
    {
        _sessions.Script = _ => FakeBehaviour.Block;
        var options = new PredictorOptions
        {
            Placement = Placement.Parse("fake:0+fake:1"),
            WarmUp = new() { BatchSizes = [] },
            Supervision = new() { FirstBackoff = Ms(10_000), MaxBackoff = Ms(10_000) },
        };
        await using (var predictor = Open(options))
        {
            var tasks = Enumerable.Range(0, 6).Select(i => predictor.PredictAsync(Input(i))).ToArray();
            var dying = _sessions.WaitForBlocked(2).First(run => run.Device == Fake);
            _sessions.Script = null;
            dying.Fail(new(ErrorKind.DeviceLost, "gone"));
            _sessions.ReleaseAll();
            foreach (var task in tasks) (await Outcome(task)).Value.Dispose();
        }

        _sessions.AssertAtRest();
    }

    [Fact]
    public async Task A_session_that_dies_while_a_batch_is_split_fails_nobody_but_the_poisoned()
    {
        var isDead = false;
        _sessions.Script = run =>
        {
            if (run.SessionNumber > 1) return FakeBehaviour.Succeed;
            if (run.Firsts is [9]) return FakeBehaviour.Block;
            if (run.Firsts is [float.NaN]) isDead = true; // after this one, nothing works
            return isDead && run.Firsts is not [float.NaN] ? FakeBehaviour.Fail(ErrorKind.SessionFailed) : FakeBehaviour.Succeed;
        };
        await using (var predictor = Open(new() { Batch = new() { MaxSize = 4 } }))
        {
            var first = predictor.PredictAsync(Input(9));
            _sessions.WaitForBlocked();
            var tasks = new[] { float.NaN, 1, 2, 3 }.Select(x => predictor.PredictAsync(Input(x))).ToArray();
            _sessions.ReleaseAll();
            (await Outcome(first)).Value.Dispose();
            Until(() =>
            {
                _time.Advance(Ms(100));
                return tasks.All(task => task.IsCompleted);
            });
            foreach (var task in tasks[1..]) (await Outcome(task)).Value.Dispose();
        }

        _sessions.AssertAtRest();
    }

    [Fact]
    public async Task A_call_after_a_cancelled_one_does_not_wait_for_the_room_of_its_own_results()
    {
        _sessions.Script = run => run.Firsts[0] == 9 ? FakeBehaviour.Hang : FakeBehaviour.Succeed;
        await using (var predictor = Open(new() { Lanes = 2, Admission = new() { MaxItems = 8, MaxBytes = 96 } }))
        {
            using var cancel = new CancellationTokenSource();
            var calls = OwnThread.Run(() =>
            {
                Assert.Equal(ErrorKind.Cancelled, predictor.Predict(Input(9), null, cancel.Token).Failure!.Kind);
                return predictor.PredictBatch([Input(1), Input(2), Input(3), Input(4), Input(5), Input(6), Input(7), Input(8)]);
            });
            _sessions.WaitForBlocked();
            _sessions.Script = run => run.Firsts[0] == 9 ? FakeBehaviour.Hang : FakeBehaviour.Block;
            await cancel.CancelAsync();
            _sessions.WaitForBlocked(2);
            _sessions.Script = null;
            _sessions.ReleaseAll();
            var outcomes = await calls.WaitAsync(TimeSpan.FromSeconds(10));
            foreach (var outcome in outcomes)
            {
                if (outcome.TryGet(out var prediction, out var failure)) prediction.Dispose();
                else Assert.Equal(ErrorKind.Overloaded, failure.Kind);
            }
        }

        _sessions.AssertAtRest();
    }

    [Fact]
    public async Task Requests_tried_again_keep_their_order()
    {
        _sessions.Script = _ => FakeBehaviour.Block;
        await using (var predictor = Open(new() { Batch = new() { MaxSize = 3 }, WarmUp = new() { BatchSizes = [] } }))
        {
            var first = predictor.PredictAsync(Input(9));
            var running = _sessions.WaitForBlocked()[0];
            var tasks = new[] { 1, 2, 3 }.Select(x => predictor.PredictAsync(Input(x))).ToArray();
            running.Release();
            (await Outcome(first)).Value.Dispose();
            Until(() => _sessions.Blocked is [{ Rows: 3 }]);
            _sessions.Script = null;
            _sessions.Blocked[0].Fail(new(ErrorKind.DeviceLost, "gone"));
            Until(() => predictor.Snapshot().Pools[0].LanesIdle == 1);
            _time.Advance(Ms(1000));
            foreach (var task in tasks) (await Outcome(task)).Value.Dispose();
            Assert.Equal([1f, 2f, 3f], _sessions.Runs.Last().Firsts);
        }

        _sessions.AssertAtRest();
    }

    [Fact]
    public async Task Nobody_waits_past_within_behind_a_younger_one()
    {
        // The pool of fake:0 stops; who waited there comes behind who waits at fake:1, and is older.
        _sessions.Script = _ => FakeBehaviour.Block;
        var options = new PredictorOptions
        {
            Placement = Placement.Parse("fake:0+fake:1"),
            Lanes = 3,
            Batch = new() { MaxSize = 8, Within = Ms(10) },
            Admission = new() { MaxItems = 64 },
            WarmUp = new() { BatchSizes = [] },
            Supervision = new() { MaxRestarts = 0 },
        };
        await using (var predictor = Open(options))
        {
            var task0 = predictor.PredictAsync(Rows(0, 0, 0, 0, 0, 0, 0, 0)); // full: runs at once, at fake:0
            var dying = _sessions.WaitForBlocked()[0];
            var task1 = predictor.PredictAsync(Rows(1, 1, 1, 1, 1, 1, 1, 1)); // the same at fake:1
            _sessions.WaitForBlocked(2);
            var old = predictor.PredictAsync(Input(2)); // waits at one of them
            _time.Advance(Ms(4));
            var young = predictor.PredictAsync(Input(3)); // and at the other
            var waitsAt = predictor.Snapshot().Pools.Where(pool => pool.Waiting == 1).Select(pool => pool.Device).ToArray();
            Assert.Equal(2, waitsAt.Length);
            dying.Fail(new(ErrorKind.DeviceLost, "gone"));
            Until(() => predictor.Snapshot().Pools[0].State == HealthState.Stopped && predictor.Snapshot().Pools[1].Waiting + predictor.Snapshot().Pools[1].Running == 4);
            _time.Advance(Ms(6));
            Until(() => _sessions.Runs.Any(run => run.Firsts.Contains(2)));
            Assert.True(_sessions.Runs.First(run => run.Firsts.Contains(2)).Started <= Ms(10));
            _sessions.Script = null;
            _time.Advance(Ms(10));
            Until(() =>
            {
                _sessions.ReleaseAll();
                return young.IsCompleted && task0.IsCompleted;
            });
            foreach (var task in new[] { task0, task1, old, young }) (await Outcome(task)).Value.Dispose();
        }

        _sessions.AssertAtRest();
    }

    private static TimeSpan Ms(double milliseconds) => TimeSpan.FromMilliseconds(milliseconds);

    private static ModelSource Source(string name) => ModelSource.Memory(default, name);

    private static Tensor Input(float value) => Rows(value);

    private static Tensor Rows(params float[] values) => Tensor.From<float>([.. values.SelectMany(value => new[] { value, 0, 0, 0 })], [values.Length, 4]);

    private static void Until(Func<bool> condition) => Assert.True(SpinWait.SpinUntil(condition, TimeSpan.FromSeconds(10)), "It did not come about within 10 s.");

    private static Task<Outcome<Prediction>> Outcome(Task<Outcome<Prediction>> task) => task.WaitAsync(TimeSpan.FromSeconds(10));

    private async Task RunAndCancel(Predictor predictor)
    {
        using var cancel = new CancellationTokenSource();
        var task = predictor.PredictAsync(Input(1), null, cancel.Token);
        _sessions.WaitForBlocked();
        await cancel.CancelAsync();
        Assert.Equal(ErrorKind.Cancelled, (await Outcome(task)).Failure!.Kind);
    }

    private Predictor Open(PredictorOptions options) =>
        Predictor.Open(_sessions, Source("fake"), options.Placement == Placement.Cpu ? options with { Placement = Placement.Parse("fake:0") } : options, _time).Value;
}
