using Microsoft.Extensions.Logging;

namespace ActorInference.Akka.Tests.Predicting;

/// <summary>What becomes of sessions that fail, of their lanes, and of the requests that they had.</summary>
public sealed class SupervisionTests : AkkaPredictorTest
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
        var predictor = await OpenAsync(Warm);
        var task = predictor.PredictAsync(Input(1));
        Until(predictor, snapshot => snapshot.State == HealthState.Restarting && snapshot.Pools[0].LastFailure is not null);
        Assert.Equal(kind, (await SnapshotAsync(predictor)).Pools[0].LastFailure!.Kind);
        Until(() => Sessions.OpenNow == 0);
        Assert.False(task.IsCompleted);
        Pass(FirstBackoff);
        AssertIs(1, await Soon(task));
        var after = await SnapshotAsync(predictor);
        Assert.Equal((HealthState.Ready, 1L, 1L), (after.State, after.Pools[0].Restarts, after.Retried));
        Assert.Contains((LogLevel.Warning, $"model on fake:0: a session was taken out and is rebuilt in 0.1 s: The fake session was told to fail as {kind.Name()}."), Log.Lines);
        Until(() => Log.Lines.Contains((LogLevel.Information, "model on fake:0: a session is back")));
    }

    [Fact]
    public async Task Session_is_warmed_up_before_it_takes_work_again()
    {
        Sessions.Script = run => run is { SessionNumber: 1, Number: > 1 } ? FakeBehaviour.Fail(ErrorKind.DeviceLost) : FakeBehaviour.Succeed;
        var predictor = await OpenAsync(Warm);
        var task = predictor.PredictAsync(Input(1));
        Pass(FirstBackoff);
        AssertIs(1, await Soon(task));
        Assert.Equal([[0f], [1f]], Sessions.Runs.Where(run => run.SessionNumber == 2).Select(run => run.Firsts.ToArray()));
    }

    [Fact]
    public async Task Backoff_doubles_up_to_its_largest_with_every_failure_in_a_row()
    {
        Sessions.OnOpen = (attempt, _) => attempt is > 1 and < 6 ? new Failure(ErrorKind.SessionFailed, "not yet") : null;
        Sessions.Script = run => run.SessionNumber == 1 ? FakeBehaviour.Fail(ErrorKind.DeviceLost) : FakeBehaviour.Succeed;
        var predictor = await OpenAsync(Options with { Supervision = new() { Jitter = 0, FirstBackoff = Ms(100), MaxBackoff = Ms(500), MaxRestarts = 10 } });
        var task = predictor.PredictAsync(Input(1));
        foreach (var pause in new[] { 100, 200, 400, 500, 500 }) Pass(Ms(pause));
        AssertIs(1, await Soon(task));
        Assert.Equal(6, Sessions.OpenAttempts);
    }

    [Fact]
    public async Task Backoff_varies_by_its_jitter()
    {
        Sessions.Script = run => run.SessionNumber == 1 ? FakeBehaviour.Fail(ErrorKind.DeviceLost) : FakeBehaviour.Succeed;
        var predictor = await OpenAsync(Options with { Supervision = new() { Jitter = 0.5, Watchdog = null } });
        var task = predictor.PredictAsync(Input(1));
        Until(() => Time.NextDue is not null);
        Assert.InRange(Time.NextDue!.Value, Ms(50), Ms(151));
        Time.Advance(Ms(151));
        AssertIs(1, await Soon(task));
    }

    [Fact]
    public async Task Request_is_tried_on_another_lane_at_once_where_there_is_one()
    {
        Sessions.AllowsConcurrentRuns = false;
        Sessions.Script = run => run.SessionNumber == 1 ? FakeBehaviour.Fail(ErrorKind.DeviceLost) : FakeBehaviour.Block;
        var predictor = await OpenAsync(Options with { Lanes = 2 });
        Until(predictor, snapshot => snapshot.Pools[0].LanesIdle == 2);
        var tasks = new[] { predictor.PredictAsync(Input(1)), predictor.PredictAsync(Input(2)) };
        for (var i = 0; i < 2; i++) (await OwnThread.Run(() => Sessions.WaitForBlocked()))[0].Release();
        AssertIs(1, await Soon(tasks[0]));
        AssertIs(2, await Soon(tasks[1]));
        Assert.Equal((HealthState.Degraded, 1L), ((await SnapshotAsync(predictor)).State, (await SnapshotAsync(predictor)).Retried));
    }

    [Fact]
    public async Task Request_whose_sessions_fail_twice_fails_with_what_the_last_one_said()
    {
        Sessions.Script = _ => FakeBehaviour.Fail(ErrorKind.DeviceLost);
        var predictor = await OpenAsync();
        var task = predictor.PredictAsync(Input(1));
        Pass(FirstBackoff);
        AssertFailed(ErrorKind.DeviceLost, await Soon(task));
        Assert.Equal(1, (await SnapshotAsync(predictor)).Retried);
        Assert.Equal(2, Sessions.Runs.Count);
    }

    [Fact]
    public async Task Poisoned_request_fails_alone_and_no_session_is_rebuilt()
    {
        BlockThousands();
        var predictor = await OpenAsync(Warm with { Batch = new() { MaxSize = 8 } });
        var (run, first) = await Occupy(predictor);
        var tasks = Enumerable.Range(0, 8).Select(i => predictor.PredictAsync(Input(i == 3 ? float.NaN : i))).ToArray();
        Until(predictor, snapshot => snapshot.ItemsInFlight == 9);
        run.Release();
        AssertIs(1000, await Soon(first));
        for (var i = 0; i < 8; i++)
        {
            if (i == 3) AssertFailed(ErrorKind.SessionFailed, await Soon(tasks[i]));
            else AssertIs(i, await Soon(tasks[i]));
        }

        Assert.Equal(1, Sessions.Opened);
    }

    [Fact]
    public async Task Session_that_lanes_share_fails_all_of_them_and_is_opened_once()
    {
        Sessions.Script = run => run.SessionNumber == 1 ? FakeBehaviour.Fail(ErrorKind.DeviceLost) : FakeBehaviour.Succeed;
        var predictor = await OpenAsync(Options with { Lanes = 3 });
        var tasks = Enumerable.Range(0, 6).Select(i => predictor.PredictAsync(Input(i))).ToArray();
        Pass(FirstBackoff);
        for (var i = 0; i < 6; i++)
        {
            var outcome = await Soon(tasks[i]);
            if (outcome.Failure is null) AssertIs(i, outcome); // one may have met the session twice before it was seen to be broken
            else AssertFailed(ErrorKind.DeviceLost, outcome);
        }

        Until(predictor, snapshot => snapshot.Pools[0].LanesIdle == 3);
        Assert.Equal((2, 1L), (Sessions.Opened, (await SnapshotAsync(predictor)).Pools[0].Restarts));
    }

    [Fact]
    public async Task Lanes_with_sessions_of_their_own_go_on_when_one_fails()
    {
        Sessions.AllowsConcurrentRuns = false;
        Sessions.Script = run => run.SessionNumber == 1 ? FakeBehaviour.Fail(ErrorKind.DeviceLost) : FakeBehaviour.Succeed;
        var predictor = await OpenAsync(Options with { Lanes = 2 });
        for (var i = 0; i < 10; i++) AssertIs(i, await Soon(predictor.PredictAsync(Input(i))));
        if (Sessions.Runs.Any(run => run.SessionNumber == 1)) Pass(FirstBackoff);
        Until(predictor, snapshot => snapshot is { State: HealthState.Ready, Pools: [{ LanesIdle: 2 }] });
        Assert.InRange(Sessions.Opened, 2, 3);
    }

    [Fact]
    public async Task Too_many_failures_escalate_and_stop_the_pool_until_its_window_has_passed()
    {
        var isBroken = true;
        Sessions.OnOpen = (attempt, _) => attempt > 1 && isBroken ? new Failure(ErrorKind.SessionFailed, "not yet") : null;
        Sessions.Script = run => run.SessionNumber == 1 ? FakeBehaviour.Fail(ErrorKind.DeviceLost) : FakeBehaviour.Succeed;
        var predictor = await OpenAsync(Options with { Supervision = new() { Jitter = 0, FirstBackoff = Ms(1), MaxBackoff = Ms(1), MaxRestarts = 2, RestartWindow = Ms(1000), Watchdog = null } });
        var task = predictor.PredictAsync(Input(1));
        Pass(Ms(1));
        Pass(Ms(1));
        var failure = (await Soon(task)).Failure!;
        Assert.Equal(ErrorKind.NotReady, failure.Kind);
        Assert.Contains("no session of model works: fake:0 failed too often, lastly: not yet", failure.Message, StringComparison.Ordinal);
        Until(() => Actors("/lanes").Count == 0);
        var refused = await Soon(predictor.PredictAsync(Input(2)));
        Assert.Equal((ErrorKind.NotReady, Ms(1000)), (refused.Failure!.Kind, refused.Failure.RetryAfter));
        Assert.Equal(HealthState.Stopped, (await SnapshotAsync(predictor)).State);
        Assert.Contains((LogLevel.Error, "model on fake:0: the pool has stopped after too many failures and tries again in 1 s: not yet"), Log.Lines);

        // One failure more stops it again at once.
        Pass(Ms(1000));
        Until(() => Sessions.OpenAttempts == 4);
        isBroken = false;
        Pass(Ms(1000));
        Until(predictor, snapshot => snapshot.State == HealthState.Ready);
        AssertIs(3, await Soon(predictor.PredictAsync(Input(3))));
    }

    [Fact]
    public async Task Other_pools_go_on_when_one_has_stopped_and_take_what_it_ran()
    {
        Sessions.Script = _ => FakeBehaviour.Block;
        var predictor = await OpenAsync(Options with { Placement = Placement.Parse("fake:0+fake:1"), Supervision = new() { MaxRestarts = 0 } });
        Until(predictor, snapshot => snapshot.Pools.All(pool => pool.LanesIdle == 1));
        var tasks = Enumerable.Range(0, 2).Select(i => predictor.PredictAsync(Input(i))).ToArray();
        var failing = (await OwnThread.Run(() => Sessions.WaitForBlocked(2))).First(run => run.Device == Fake);
        Sessions.Script = null;
        failing.Fail(new(ErrorKind.DeviceLost, "gone"));
        Until(predictor, snapshot => snapshot is { State: HealthState.Degraded, Pools: [{ State: HealthState.Stopped }, { State: HealthState.Ready }] });
        Sessions.ReleaseAll();
        for (var i = 0; i < 2; i++) AssertIs(i, await Soon(tasks[i]));
        for (var i = 0; i < 20; i++) AssertIs(i, await Soon(predictor.PredictAsync(Input(i))));
    }

    [Fact]
    public async Task What_waits_when_the_last_pool_stops_fails()
    {
        Sessions.Script = _ => FakeBehaviour.Block;
        var predictor = await OpenAsync(Options with { Supervision = new() { MaxRestarts = 0 } });
        var (run, first) = await Occupy(predictor);
        var waiting = Enumerable.Range(0, 3).Select(i => predictor.PredictAsync(Input(i))).ToArray();
        Until(predictor, snapshot => snapshot.ItemsInFlight == 4);
        run.Fail(new(ErrorKind.DeviceLost, "gone"));
        foreach (var task in waiting.Prepend(first)) AssertFailed(ErrorKind.NotReady, await Soon(task));
    }

    [Fact]
    public async Task Run_that_hangs_is_given_up_its_lane_replaced_and_its_request_tried_once_more()
    {
        Sessions.Script = run => run.SessionNumber == 1 ? FakeBehaviour.Hang : FakeBehaviour.Succeed;
        var predictor = await OpenAsync(Options with { Supervision = new() { Jitter = 0, Watchdog = Ms(1000) } });
        var (run, task) = await Occupy(predictor);
        Pass(Ms(1000));
        Until(predictor, snapshot => snapshot is { LanesAbandoned: 1, LanesStillHanging: 1 });
        Until(() => Actors("/lanes/").Count == 2);
        Until(() => Time.NextDue == Ms(100));
        Time.Advance(Ms(100));
        AssertIs(1000, await Soon(task));
        run.Release();
        Until(predictor, snapshot => snapshot is { LanesStillHanging: 0, State: HealthState.Ready });
        Until(() => Actors("/lanes/").Count == 1 && Sessions.OpenNow == 1);
        AssertIs(5, await Soon(predictor.PredictAsync(Input(5))));
    }

    [Fact]
    public async Task Request_whose_run_hangs_twice_fails()
    {
        Sessions.Script = _ => FakeBehaviour.Hang;
        var predictor = await OpenAsync(Options with { Supervision = new() { Jitter = 0, Watchdog = Ms(1000) } });
        var (_, task) = await Occupy(predictor);
        Pass(Ms(1000));
        Until(predictor, snapshot => snapshot.LanesAbandoned == 1);
        Until(() => Time.NextDue == Ms(100));
        Time.Advance(Ms(100));
        await OwnThread.Run(() => Sessions.WaitForBlocked(2));
        Pass(Ms(1000));
        var failure = (await Soon(task)).Failure!;
        Assert.Equal((ErrorKind.SessionFailed, "model on fake:0: a run did not return within 1 s; its lane was given up."), (failure.Kind, failure.Message));
        Sessions.ReleaseAll();
        Until(predictor, snapshot => snapshot.LanesStillHanging == 0);
    }

    [Fact]
    public async Task Loading_that_hangs_is_given_up_and_tried_by_another_lane()
    {
        using var held = new ManualResetEventSlim();
        Sessions.OnOpen = (attempt, _) =>
        {
            if (attempt == 2) held.Wait();
            return null;
        };
        Sessions.Script = run => run.SessionNumber == 1 ? FakeBehaviour.Fail(ErrorKind.DeviceLost) : FakeBehaviour.Succeed;
        var predictor = await OpenAsync(Options with { Supervision = new() { Jitter = 0, Watchdog = Ms(1000) } });
        var task = predictor.PredictAsync(Input(1));
        Until(() => Time.NextDue == Ms(100));
        Time.Advance(Ms(100));
        Until(() => Sessions.OpenAttempts == 2);
        Pass(Ms(900)); // the watch over the run, which is over
        Pass(Ms(100));
        Pass(Ms(200)); // the second failure in a row
        AssertIs(1, await Soon(task));
        Assert.Equal((1L, 1), ((await SnapshotAsync(predictor)).LanesAbandoned, (await SnapshotAsync(predictor)).LanesStillHanging));
        held.Set();
        Until(predictor, snapshot => snapshot.LanesStillHanging == 0);
        Until(() => Sessions.OpenNow == 1);
    }

    [Fact]
    public async Task Bug_in_a_session_that_throws_is_its_failure()
    {
        Sessions.Script = run => run.SessionNumber == 1 && run.Firsts[0] != 0 ? FakeBehaviour.Throw(new InvalidOperationException("oops")) : FakeBehaviour.Succeed;
        var predictor = await OpenAsync(Warm);
        AssertFailed(ErrorKind.SessionFailed, await Soon(predictor.PredictAsync(Input(1)))); // its probe succeeds, so the item is to blame
    }

    [Fact]
    public async Task Pool_that_stops_while_a_lane_of_it_hangs_comes_back_all_the_same()
    {
        using var held = new ManualResetEventSlim();
        using var isHeld = new ManualResetEventSlim();
        Log.Heard = line =>
        {
            // The lane that has stopped the pool: it has not failed yet, and the watchdog takes it for one that hangs.
            if (!line.Contains("stopped", StringComparison.Ordinal) || isHeld.IsSet) return;
            isHeld.Set();
            held.Wait();
        };
        Sessions.Script = run => run.SessionNumber == 1 ? FakeBehaviour.Fail(ErrorKind.DeviceLost) : FakeBehaviour.Succeed;
        var predictor = await OpenAsync(Options with { Lanes = 2, Supervision = new() { MaxRestarts = 0, RestartWindow = Ms(500), Watchdog = Ms(50) } });
        var task = predictor.PredictAsync(Input(1));
        await OwnThread.Run(isHeld.Wait);
        Pass(Ms(50));
        Until(() => Log.Lines.Any(line => line.Text.Contains("was given up", StringComparison.Ordinal)));
        for (var i = 0; i < 20; i++)
        {
            Time.Advance(Ms(50));
            await SnapshotAsync(predictor); // whoever could open a session has time to
        }

        Assert.Equal(1, Sessions.OpenAttempts);
        held.Set();
        Assert.True((await Soon(task)).Failure is null or { Kind: ErrorKind.NotReady });
        Until(() =>
        {
            Time.Advance(Ms(50));
            return predictor.SnapshotAsync().GetAwaiter().GetResult().Value.State == HealthState.Ready;
        });
        AssertIs(2, await Soon(predictor.PredictAsync(Input(2))));
    }
}
