using Microsoft.Extensions.Logging;

namespace ActorInference.Tests.Predicting;

public sealed class SupervisionTests : PredictorTest
{
    private static readonly TimeSpan FirstBackoff = TimeSpan.FromMilliseconds(100);

    // Warm-up runs first: then zeros are known to be food, and a probe tells a broken session from a bad item.
    private static PredictorOptions Warm { get; } = Options with { WarmUp = new() };

    [Theory]
    [InlineData(ErrorKind.SessionFailed)]
    [InlineData(ErrorKind.OutOfMemory)]
    [InlineData(ErrorKind.Internal)]
    [InlineData(ErrorKind.DeviceLost)]
    public async Task Session_that_fails_its_probe_too_is_rebuilt_and_the_request_is_tried_once_more(ErrorKind kind)
    {
        Sessions.Script = run => run is { SessionNumber: 1, Number: > 1 } ? FakeBehaviour.Fail(kind) : FakeBehaviour.Succeed;
        var predictor = Open(Warm);
        var task = predictor.PredictAsync(Input(1));
        Until(() => predictor.Snapshot().State == HealthState.Restarting);
        var pool = predictor.Snapshot().Pools[0];
        Assert.Equal((HealthState.Restarting, HealthState.Restarting, 1), (pool.State, pool.Sessions[0].State, pool.Waiting));
        Assert.Equal(kind, pool.LastFailure!.Kind);
        Until(() => Sessions.OpenNow == 0); // closed a moment after it was taken out
        Time.Advance(FirstBackoff);
        AssertIs(1, await Soon(task));
        var after = predictor.Snapshot();
        Assert.Equal((HealthState.Ready, 1L, 1L), (after.State, after.Pools[0].Restarts, after.Retried));
        Assert.Contains((LogLevel.Warning, $"model on fake:0: a session was taken out and is rebuilt in 0.1 s: The fake session was told to fail as {kind.Name()}."), Log.Lines);
        Assert.Contains((LogLevel.Information, "model on fake:0: a session is back"), Log.Lines);
    }

    [Fact]
    public async Task Lost_device_is_believed_without_a_probe()
    {
        Sessions.Script = run => run is { SessionNumber: 1, Number: 2 } ? FakeBehaviour.Fail(ErrorKind.DeviceLost) : FakeBehaviour.Succeed;
        var predictor = Open(Warm);
        var task = predictor.PredictAsync(Input(1));
        Until(() => predictor.Snapshot().State == HealthState.Restarting);
        Assert.Equal(2, Sessions.Runs.Count);
        Time.Advance(FirstBackoff);
        AssertIs(1, await Soon(task));
    }

    [Fact]
    public void Item_is_to_blame_when_the_session_passes_its_probe()
    {
        var predictor = Open(Warm);
        AssertFailed(ErrorKind.SessionFailed, "A row is poisoned.", predictor.Predict(Input(float.NaN)));
        var snapshot = predictor.Snapshot();
        Assert.Equal((HealthState.Ready, 0L), (snapshot.State, snapshot.Retried));
        Assert.Equal(1, snapshot.Failed[ErrorKind.SessionFailed]);
        Assert.Equal(1, Sessions.Opened);
    }

    [Fact]
    public void Session_that_calls_an_item_invalid_is_believed_without_a_probe()
    {
        Sessions.PoisonFailure = new(ErrorKind.InvalidInput, "not that.");
        AssertFailed(ErrorKind.InvalidInput, "not that.", Open(Warm).Predict(Input(float.NaN)));
        Assert.Equal(2, Sessions.Runs.Count);
    }

    [Fact]
    public void Want_of_memory_for_a_moment_is_nobodys_fault_and_the_request_is_tried_once_more()
    {
        Sessions.Script = run => run.Number == 2 ? FakeBehaviour.Fail(ErrorKind.OutOfMemory) : FakeBehaviour.Succeed;
        var predictor = Open(Warm);
        AssertIs(1, predictor.Predict(Input(1)));
        Assert.Equal((1L, 1), (predictor.Snapshot().Retried, Sessions.Opened));
    }

    [Fact]
    public void Want_of_memory_twice_is_the_requests_end()
    {
        Sessions.Script = run => run.Firsts[0] == 1 ? FakeBehaviour.Fail(ErrorKind.OutOfMemory) : FakeBehaviour.Succeed;
        var predictor = Open(Warm);
        AssertFailed(ErrorKind.OutOfMemory, predictor.Predict(Input(1)));
        Assert.Equal((1L, HealthState.Ready), (predictor.Snapshot().Retried, predictor.Snapshot().State));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(5, 6)]
    [InlineData(0, 1, 2, 3, 4, 5, 6, 7)]
    public async Task Exactly_the_poisoned_requests_of_a_batch_fail(params int[] poisoned)
    {
        BlockThousands();
        var predictor = Open(Warm with { Batch = new() { MaxSize = 8 } });
        var (run, first) = await Occupy(predictor);
        var tasks = Enumerable.Range(0, 8).Select(i => predictor.PredictAsync(Input(poisoned.Contains(i) ? float.NaN : i))).ToArray();
        run.Release();
        AssertIs(1000, await Soon(first));
        for (var i = 0; i < 8; i++)
        {
            if (poisoned.Contains(i)) AssertFailed(ErrorKind.SessionFailed, "A row is poisoned.", await Soon(tasks[i]));
            else AssertIs(i, await Soon(tasks[i]));
        }

        Assert.Equal((HealthState.Ready, 0L), (predictor.Snapshot().State, predictor.Snapshot().Retried));
    }

    [Fact]
    public async Task Session_that_nobody_can_probe_is_taken_out_at_the_third_failure_in_a_row()
    {
        Sessions.Script = run => run.SessionNumber == 1 ? FakeBehaviour.Fail(ErrorKind.SessionFailed) : FakeBehaviour.Succeed;
        var predictor = Open();
        AssertFailed(ErrorKind.SessionFailed, await Soon(predictor.PredictAsync(Input(1)))); // twice: it is tried once more
        Assert.Equal(HealthState.Ready, predictor.Snapshot().State);
        var second = predictor.PredictAsync(Input(2));
        Until(() => predictor.Snapshot().State == HealthState.Restarting);
        Time.Advance(FirstBackoff);
        AssertIs(2, await Soon(second));
    }

    [Fact]
    public async Task Session_rebuilt_on_suspicion_that_dies_before_it_has_given_a_result_is_taken_out_at_the_sixth_failure()
    {
        Sessions.Script = run => run.SessionNumber <= 2 ? FakeBehaviour.Fail(ErrorKind.SessionFailed) : FakeBehaviour.Succeed;
        var predictor = Open();
        AssertFailed(ErrorKind.SessionFailed, predictor.Predict(Input(1))); // two failures, for it is tried twice
        var third = predictor.PredictAsync(Input(2));
        Until(() => predictor.Snapshot().State == HealthState.Restarting);
        Time.Advance(FirstBackoff);
        AssertFailed(ErrorKind.SessionFailed, await Soon(third));
        for (var failures = 2; failures <= 5; failures++) AssertFailed(ErrorKind.SessionFailed, predictor.Predict(Input(failures)));
        Assert.Equal((2, HealthState.Ready), (Sessions.Opened, predictor.Snapshot().State));
        var sixth = predictor.PredictAsync(Input(6));
        Until(() => predictor.Snapshot().State == HealthState.Restarting);
        Time.Advance(2 * FirstBackoff);
        AssertIs(6, await Soon(sixth));
    }

    [Fact]
    public async Task Poisoned_requests_that_nobody_can_explain_have_a_session_rebuilt_ever_more_rarely_until_it_gives_a_result()
    {
        var predictor = Open(Options with { Supervision = Options.Supervision with { MaxBackoff = FirstBackoff } });
        await Fail(predictor, 100); // rebuilt after 3, 6, 12, 24 and 48 of them; 96 more are too many
        Assert.Equal((6, HealthState.Ready), (Sessions.Opened, predictor.Snapshot().State));
        AssertIs(1, await Soon(predictor.PredictAsync(Input(1))));
        Time.Advance(TimeSpan.FromMinutes(1)); // none of that is counted any more
        await Fail(predictor, 1);
        Assert.Equal(6, Sessions.Opened);
        await Fail(predictor, 1);
        Assert.Equal(7, Sessions.Opened);
    }

    [Fact]
    public async Task Session_that_throws_is_rebuilt_like_any_that_fails()
    {
        Sessions.Script = run => run is { SessionNumber: 1, Number: > 1 } ? FakeBehaviour.Throw(new InvalidOperationException("It broke.")) : FakeBehaviour.Succeed;
        var predictor = Open(Warm);
        var task = predictor.PredictAsync(Input(1));
        Until(() => predictor.Snapshot().State == HealthState.Restarting);
        Assert.Equal("the session threw InvalidOperationException: It broke.", predictor.Snapshot().Pools[0].LastFailure!.Message);
        Time.Advance(FirstBackoff);
        AssertIs(1, await Soon(task));
    }

    [Fact]
    public async Task Request_is_tried_at_most_twice()
    {
        Sessions.Script = run => run.Number > 1 ? FakeBehaviour.Fail(ErrorKind.DeviceLost) : FakeBehaviour.Succeed;
        var predictor = Open(Warm);
        var task = predictor.PredictAsync(Input(1));
        Until(() => predictor.Snapshot().State == HealthState.Restarting);
        Time.Advance(FirstBackoff);
        AssertFailed(ErrorKind.DeviceLost, await Soon(task));
        Assert.Equal(2, Sessions.Runs.Count(run => run.Firsts[0] == 1));
    }

    [Fact]
    public async Task Request_is_not_tried_again_past_its_deadline()
    {
        Sessions.Script = _ => FakeBehaviour.Fail(ErrorKind.DeviceLost);
        var predictor = Open();
        var task = predictor.PredictAsync(Input(1), new() { Deadline = TimeSpan.FromMilliseconds(50) });
        Until(() => predictor.Snapshot().State == HealthState.Restarting);
        Time.Advance(TimeSpan.FromMilliseconds(50));
        AssertFailed(ErrorKind.DeadlineExceeded, await Soon(task));
    }

    [Fact]
    public async Task Pauses_double_up_to_the_largest_and_begin_anew_after_a_success()
    {
        Sessions.OnOpen = (attempt, _) => attempt is 1 or 7 ? null : new(ErrorKind.OutOfMemory, "full.");
        Sessions.Script = run => run is { SessionNumber: 1 } or { Number: 2 } ? FakeBehaviour.Fail(ErrorKind.DeviceLost) : FakeBehaviour.Succeed;
        var predictor = Open(Options with { Supervision = new() { Jitter = 0, MaxBackoff = TimeSpan.FromSeconds(1), MaxRestarts = 100 } });
        var task = predictor.PredictAsync(Input(1));
        Until(() => predictor.Snapshot().State == HealthState.Restarting);
        foreach (var pause in new[] { 100, 200, 400, 800, 1000 }) await FailsAgainAfter(TimeSpan.FromMilliseconds(pause));
        Time.Advance(TimeSpan.FromSeconds(1));
        AssertIs(1, await Soon(task));

        var next = predictor.PredictAsync(Input(2));
        Until(() => predictor.Snapshot().State == HealthState.Restarting);
        await FailsAgainAfter(FirstBackoff);
        predictor.Dispose();
        AssertFailed(ErrorKind.Cancelled, await Soon(next));
    }

    [Fact]
    public async Task Pauses_are_varied_by_no_more_than_the_jitter()
    {
        Sessions.OnOpen = (attempt, _) => attempt == 1 ? null : new(ErrorKind.OutOfMemory, "full.");
        Sessions.Script = _ => FakeBehaviour.Fail(ErrorKind.DeviceLost);
        var predictor = Open(Options with { Supervision = new() { Jitter = 0.5, MaxBackoff = FirstBackoff, MaxRestarts = 1000 } });
        var task = predictor.PredictAsync(Input(1));
        Until(() => predictor.Snapshot().State == HealthState.Restarting);
        var pauses = new HashSet<TimeSpan>();
        for (var i = 0; i < 50; i++)
        {
            var pause = Time.NextDue!.Value;
            Assert.InRange(pause, TimeSpan.FromMilliseconds(50), TimeSpan.FromMilliseconds(151)); // timers count whole milliseconds
            pauses.Add(pause);
            await FailsAgainAfter(pause);
        }

        Assert.True(pauses.Count > 10, "they are all alike");
        predictor.Dispose();
        AssertFailed(ErrorKind.Cancelled, await Soon(task));
    }

    [Fact]
    public async Task Pool_stops_past_its_limit_fails_fast_and_is_tried_again_after_the_window()
    {
        Sessions.Script = _ => FakeBehaviour.Fail(ErrorKind.DeviceLost);
        var predictor = Open(Options with { Supervision = new() { Jitter = 0, MaxRestarts = 1, RestartWindow = TimeSpan.FromMinutes(1) } });
        var first = predictor.PredictAsync(Input(1));
        Until(() => predictor.Snapshot().State == HealthState.Restarting);
        Time.Advance(TimeSpan.FromTicks(1));
        var waiting = predictor.PredictAsync(Input(2));
        Time.Advance(FirstBackoff); // the second failure is one too many
        AssertFailed(ErrorKind.DeviceLost, await Soon(first));
        const string Message = "no session of model works: fake:0 failed too often, lastly: The fake session was told to fail as device-lost; it is tried again in 60 s.";
        AssertFailed(ErrorKind.NotReady, Message, await Soon(waiting));
        var refused = await Soon(predictor.PredictAsync(Input(3)));
        AssertFailed(ErrorKind.NotReady, Message, refused);
        Assert.InRange(refused.Failure!.RetryAfter!.Value, TimeSpan.FromMinutes(1) - TimeSpan.FromTicks(1), TimeSpan.FromMinutes(1)); // the lane may fail a tick before the step is over
        var snapshot = predictor.Snapshot();
        Assert.Equal((HealthState.Stopped, HealthState.Stopped, HealthState.Stopped), (snapshot.State, snapshot.Pools[0].State, snapshot.Pools[0].Sessions[0].State));
        Assert.Equal(0, snapshot.ItemsInFlight);
        Assert.Contains((LogLevel.Error, "model on fake:0: the pool has stopped after too many failures and tries again in 60 s: The fake session was told to fail as device-lost."), Log.Lines);

        Sessions.Script = null;
        Time.Advance(TimeSpan.FromMinutes(1));
        Until(() => predictor.Snapshot().State == HealthState.Ready);
        AssertIs(4, await Soon(predictor.PredictAsync(Input(4))));
    }

    [Fact]
    public async Task Pool_that_stopped_and_fails_again_waits_another_window()
    {
        Sessions.OnOpen = (attempt, _) => attempt == 1 ? null : new(ErrorKind.OutOfMemory, "full.");
        Sessions.Script = _ => FakeBehaviour.Fail(ErrorKind.DeviceLost);
        var predictor = Open(Options with { Supervision = new() { MaxRestarts = 0 } });
        AssertFailed(ErrorKind.DeviceLost, await Soon(predictor.PredictAsync(Input(1)))); // nobody is left to try it once more
        await FailsAgainAfter(TimeSpan.FromMinutes(1));
        Assert.Equal(HealthState.Stopped, predictor.Snapshot().State);
        await FailsAgainAfter(TimeSpan.FromMinutes(1));
        Sessions.OnOpen = null;
        Sessions.Script = null;
        Time.Advance(TimeSpan.FromMinutes(1));
        Until(() => predictor.Snapshot().State == HealthState.Ready);
    }

    [Fact]
    public async Task Failures_count_only_within_the_window()
    {
        var fails = true;
        Sessions.Script = _ => Volatile.Read(ref fails) ? FakeBehaviour.Fail(ErrorKind.DeviceLost) : FakeBehaviour.Succeed;
        var predictor = Open(Options with { Supervision = new() { Jitter = 0, MaxRestarts = 1, RestartWindow = TimeSpan.FromMinutes(1) } });
        for (var i = 0; i < 5; i++)
        {
            Volatile.Write(ref fails, true);
            var task = predictor.PredictAsync(Input(i));
            Until(() => predictor.Snapshot().State == HealthState.Restarting);
            Volatile.Write(ref fails, false);
            Time.Advance(FirstBackoff);
            AssertIs(i, await Soon(task));
            Time.Advance(TimeSpan.FromMinutes(1));
        }
    }

    [Fact]
    public async Task Other_pool_goes_on_when_one_stops()
    {
        Sessions.Script = run => run.Device == Fake ? FakeBehaviour.Fail(ErrorKind.DeviceLost) : FakeBehaviour.Succeed;
        var predictor = Open(Options with { Placement = Placement.Parse("fake:0+fake:1"), Supervision = new() { MaxRestarts = 0 } });
        for (var i = 0; i < 10; i++) AssertIs(i, await Soon(predictor.PredictAsync(Input(i))));
        var snapshot = predictor.Snapshot();
        Assert.Equal(HealthState.Degraded, snapshot.State);
        Assert.Equal([HealthState.Stopped, HealthState.Ready], snapshot.Pools.Select(pool => pool.State));
        Assert.Equal(1, snapshot.Retried);
    }

    [Fact]
    public async Task Lane_beside_one_whose_session_failed_goes_on()
    {
        Sessions.AllowsConcurrentRuns = false;
        var failures = 0;
        Sessions.Script = _ => Interlocked.Increment(ref failures) == 1 ? FakeBehaviour.Fail(ErrorKind.DeviceLost) : FakeBehaviour.Succeed;
        var predictor = Open(Options with { Lanes = 2 });
        AssertIs(1, await Soon(predictor.PredictAsync(Input(1)))); // tried once more by the other, at once
        Assert.Equal(HealthState.Degraded, predictor.Snapshot().State);
        Assert.Equal([HealthState.Ready, HealthState.Restarting], predictor.Snapshot().Pools[0].Sessions.Select(session => session.State).Order());
        AssertIs(2, await Soon(predictor.PredictAsync(Input(2))));
        Time.Advance(FirstBackoff);
        Until(() => predictor.Snapshot().State == HealthState.Ready);
    }

    [Fact]
    public async Task Session_that_lanes_share_is_disposed_only_when_the_last_of_them_has_left_it()
    {
        Sessions.Script = run => (run.SessionNumber, run.Firsts[0]) switch
        {
            (1, 1000) => FakeBehaviour.Block,
            (1, _) => FakeBehaviour.Fail(ErrorKind.DeviceLost),
            _ => FakeBehaviour.Succeed,
        };
        var predictor = Open(Options with { Lanes = 2 });
        var (run, first) = await Occupy(predictor);
        var second = predictor.PredictAsync(Input(1));
        Until(() => predictor.Snapshot().State == HealthState.Restarting);
        Time.Advance(FirstBackoff);
        AssertIs(1, await Soon(second));
        Assert.False(Sessions.Sessions[0].IsDisposed);
        run.Release();
        AssertIs(1000, await Soon(first));
        Until(() => Sessions.Sessions[0].IsDisposed && Sessions.OpenNow == 1);
    }

    // Steps to just before the pause is over, and over: then the session is loaded again, which fails.
    private async Task FailsAgainAfter(TimeSpan pause)
    {
        var (attempts, lines) = (Sessions.OpenAttempts, Log.Lines.Count);
        Time.Advance(pause - TimeSpan.FromTicks(1));
        Assert.Equal(attempts, Sessions.OpenAttempts);
        Time.Advance(TimeSpan.FromTicks(1));
        await OwnThread.Run(() => Until(() => Sessions.OpenAttempts == attempts + 1 && Log.Lines.Count > lines));
    }

    [Fact]
    public async Task Log_that_throws_harms_nobody()
    {
        Log.Heard = _ => throw new InvalidOperationException("the log is full");
        Sessions.Script = run => run.SessionNumber == 1 ? FakeBehaviour.Fail(ErrorKind.DeviceLost) : FakeBehaviour.Succeed;
        var predictor = Open();
        var task = predictor.PredictAsync(Input(1));
        Until(() => predictor.Snapshot().State == HealthState.Restarting);
        Time.Advance(TimeSpan.FromMilliseconds(100));
        AssertIs(1, await Soon(task));
        Assert.Equal(3, Log.Lines.Count);
    }

    [Fact]
    public async Task Backoff_without_end_leaves_a_session_out_whatever_the_jitter()
    {
        Sessions.Script = _ => FakeBehaviour.Fail(ErrorKind.DeviceLost);
        for (var i = 0; i < 20; i++)
        {
            var predictor = Open(Options with { Supervision = new() { FirstBackoff = TimeSpan.MaxValue, MaxBackoff = TimeSpan.MaxValue } });
            var task = predictor.PredictAsync(Input(1));
            Until(() => predictor.Snapshot().State == HealthState.Restarting);
            predictor.Dispose();
            AssertFailed(ErrorKind.Cancelled, await Soon(task));
        }

        Assert.Equal(20, Sessions.Opened);
    }

    [Fact]
    public async Task Late_result_of_a_session_that_is_out_does_not_hide_its_failure()
    {
        Sessions.Script = run => run switch
        {
            { Firsts: [1000, ..] } => FakeBehaviour.Block,
            { SessionNumber: 1 } => FakeBehaviour.Fail(ErrorKind.DeviceLost),
            _ => FakeBehaviour.Succeed,
        };
        var predictor = Open(Options with { Lanes = 2 });
        var (run, first) = await Occupy(predictor);
        var second = predictor.PredictAsync(Input(1));
        Until(() => predictor.Snapshot().State == HealthState.Restarting);
        run.Release();
        AssertIs(1000, await Soon(first));
        Time.Advance(TimeSpan.FromMilliseconds(100));
        AssertIs(1, await Soon(second));
        Assert.Equal(1, predictor.Snapshot().Pools[0].Restarts);
    }

    [Fact]
    public async Task Innocent_request_of_a_poisoned_batch_whose_session_broke_fails_with_what_happened_to_the_session()
    {
        var broken = new Failure(ErrorKind.Internal, "The session is broken.");
        Sessions.Script = run => run.Rows > 1 || run.Firsts[0] != 0 || run.Session.Runs <= 1
            ? run.Firsts[0] >= 1000 ? FakeBehaviour.Block : FakeBehaviour.Succeed
            : FakeBehaviour.Fail(broken);
        var predictor = Open(Warm with { Batch = new() { MaxSize = 2 }, WarmUp = new() { BatchSizes = [1] } });
        var (run, first) = await Occupy(predictor);
        var innocent = predictor.PredictAsync(Input(1));
        var poisoned = predictor.PredictAsync(Input(float.NaN));
        run.Release();
        AssertIs(1000, await Soon(first));
        Until(() => predictor.Snapshot().State == HealthState.Restarting);
        Assert.Equal(broken, predictor.Snapshot().Pools[0].LastFailure);
        Time.Advance(FirstBackoff);
        AssertFailed(ErrorKind.Internal, "the session failed while it ran this, and on zeros too: The session is broken.", await Soon(innocent));
        AssertFailed(ErrorKind.Internal, await Soon(poisoned));
    }

    [Fact]
    public async Task Probe_that_we_have_no_memory_for_blames_nobody()
    {
        Sessions.Model = FakeModel.Affine(2, 1, "float32 [N,?]");
        var predictor = Open(Options with { WarmUp = new() { BatchSizes = [int.MaxValue] } });
        using (predictor.Predict(Tensor.From(new float[1 << 20], [1, 1 << 20])).Value)
        {
            // Zeros of that shape would take petabytes.
        }

        for (var i = 0; i < 3; i++) AssertFailed(ErrorKind.SessionFailed, "A row is poisoned.", await Soon(predictor.PredictAsync(Input(float.NaN))));
        Assert.Equal((HealthState.Ready, 1, 3L), (predictor.Snapshot().State, Sessions.Opened, predictor.Snapshot().Retried));
    }

    private async Task Fail(Predictor predictor, int count)
    {
        for (var i = 0; i < count; i++)
        {
            var task = predictor.PredictAsync(Input(float.NaN));
            Until(() => task.IsCompleted || predictor.Snapshot().State == HealthState.Restarting);
            if (!task.IsCompleted) Time.Advance(FirstBackoff);
            AssertFailed(ErrorKind.SessionFailed, "A row is poisoned.", await Soon(task));
        }
    }
}
