using Microsoft.Extensions.Logging;

namespace ActorInference.Tests.Predicting;

public sealed class WatchdogTests : PredictorTest
{
    private static readonly TimeSpan Watchdog = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan FirstBackoff = TimeSpan.FromMilliseconds(100);

    private static PredictorOptions Watched { get; } = Options with { Supervision = new() { Jitter = 0, Watchdog = Watchdog } };

    [Fact]
    public async Task Lane_whose_run_hangs_is_given_up_and_replaced_and_the_request_is_tried_elsewhere()
    {
        var (predictor, task, hanging) = Stick(run => run.SessionNumber == 1 ? FakeBehaviour.Hang : FakeBehaviour.Succeed);
        Time.Advance(Watchdog - TimeSpan.FromMilliseconds(1));
        Assert.Equal(0, predictor.Snapshot().LanesAbandoned);
        Time.Advance(TimeSpan.FromMilliseconds(1));
        var snapshot = predictor.Snapshot();
        Assert.Equal((1L, 1, 1L, HealthState.Restarting), (snapshot.LanesAbandoned, snapshot.LanesStillHanging, snapshot.Retried, snapshot.State));
        Assert.Contains(
            (LogLevel.Error, "model on fake:0: lane 0 was given up and replaced: model on fake:0: a run did not return within 10 s; its lane was given up."), Log.Lines);
        Time.Advance(FirstBackoff);
        AssertIs(1, await Soon(task));
        Assert.False(Sessions.Sessions[0].IsDisposed); // somebody is still in it

        hanging.Release(); // a late return: nobody hears of it
        Until(() => predictor.Snapshot().LanesStillHanging == 0 && Sessions.Sessions[0].IsDisposed);
        var after = predictor.Snapshot();
        Assert.Equal((1L, 0, HealthState.Ready, 1L, 0), (after.LanesAbandoned, after.LanesStillHanging, after.State, after.Succeeded, after.ItemsInFlight));
    }

    [Fact]
    public async Task Run_that_does_end_when_told_to_leaves_nothing_hanging()
    {
        var (predictor, task, _) = Stick(run => run.SessionNumber == 1 ? FakeBehaviour.Block : FakeBehaviour.Succeed);
        Time.Advance(Watchdog);
        Until(() => predictor.Snapshot().LanesStillHanging == 0 && Sessions.Sessions[0].IsDisposed);
        Time.Advance(FirstBackoff);
        AssertIs(1, await Soon(task));
    }

    [Fact]
    public async Task Request_that_hangs_twice_fails()
    {
        var (predictor, task, _) = Stick(_ => FakeBehaviour.Hang);
        Time.Advance(Watchdog);
        Time.Advance(FirstBackoff);
        Sessions.WaitForBlocked(2);
        Time.Advance(Watchdog);
        AssertFailed(ErrorKind.SessionFailed, "model on fake:0: a run did not return within 10 s; its lane was given up.", await Soon(task));
        Assert.Equal((2L, 2, 0), (predictor.Snapshot().LanesAbandoned, predictor.Snapshot().LanesStillHanging, predictor.Snapshot().ItemsInFlight));
    }

    [Fact]
    public async Task Batch_that_hangs_is_tried_elsewhere_whole_but_for_those_who_left()
    {
        Sessions.Script = run => (run.SessionNumber, run.Firsts[0]) switch
        {
            (_, 1000) => FakeBehaviour.Block,
            (1, _) => FakeBehaviour.Hang,
            _ => FakeBehaviour.Succeed,
        };
        var predictor = Open(Watched with { Batch = new() { MaxSize = 4 } });
        using var cancel = new CancellationTokenSource();
        var (run, first) = await Occupy(predictor);
        var tasks = Enumerable.Range(1, 3).Select(i => predictor.PredictAsync(Input(i), cancel: i == 2 ? cancel.Token : default)).ToArray();
        run.Release();
        AssertIs(1000, await Soon(first));
        Sessions.WaitForBlocked();
        await cancel.CancelAsync();
        AssertFailed(ErrorKind.Cancelled, await Soon(tasks[1]));
        Time.Advance(Watchdog);
        Time.Advance(FirstBackoff);
        AssertIs(1, await Soon(tasks[0]));
        AssertIs(3, await Soon(tasks[2]));
        Assert.Equal([1, 3], Sessions.Runs.Last().Firsts);
        Assert.Equal(0, predictor.Snapshot().ItemsInFlight);
    }

    [Fact]
    public async Task Cancelling_reaches_the_second_try_after_the_lane_of_the_first_has_returned()
    {
        using var cancel = new CancellationTokenSource();
        var (predictor, task, hanging) = Stick(run => run.SessionNumber == 1 ? FakeBehaviour.Hang : FakeBehaviour.Block, cancel: cancel.Token);
        Time.Advance(Watchdog);
        Time.Advance(FirstBackoff);
        Until(() => Sessions.Blocked.Any(run => run.SessionNumber == 2));
        hanging.Release();
        Until(() => predictor.Snapshot().LanesStillHanging == 0);
        await cancel.CancelAsync();
        AssertFailed(ErrorKind.Cancelled, await Soon(task));
        Until(() => Sessions.Blocked.Count == 0); // and the run is told to end
    }

    [Fact]
    public async Task Inputs_stay_readable_for_the_lane_that_was_given_up_until_it_returns()
    {
        var (predictor, task, hanging) = Stick(run => run.SessionNumber == 1 ? FakeBehaviour.Hang : FakeBehaviour.Succeed, Input(5));
        Time.Advance(Watchdog);
        Time.Advance(FirstBackoff);
        AssertIs(5, await Soon(task));
        for (var i = 0; i < 20; i++) AssertIs(i, predictor.Predict(Input(i))); // would come by the same memory
        Assert.Equal(5, ((Tensor)hanging.Inputs["x"]).Span<float>()[0]);
    }

    [Fact]
    public async Task Loading_that_hangs_is_given_up_too_and_a_session_that_comes_late_is_disposed()
    {
        using var gate = new ManualResetEventSlim();
        Sessions.OnOpen = (attempt, _) =>
        {
            if (attempt == 2) gate.Wait();
            return null;
        };
        Sessions.Script = run => run.SessionNumber == 1 ? FakeBehaviour.Fail(ErrorKind.DeviceLost) : FakeBehaviour.Succeed;
        var predictor = Open(Watched);
        var task = predictor.PredictAsync(Input(1));
        Until(() => predictor.Snapshot().State == HealthState.Restarting);
        Time.Advance(FirstBackoff);
        Until(() => Sessions.OpenAttempts == 2);
        Time.Advance(Watchdog);
        Assert.Equal(1, predictor.Snapshot().LanesAbandoned);
        Assert.Contains("loading a session did not return within 10 s", predictor.Snapshot().Pools[0].LastFailure!.Message, StringComparison.Ordinal);
        Time.Advance(2 * FirstBackoff);
        AssertIs(1, await Soon(task));
        gate.Set();
        Until(() => predictor.Snapshot().LanesStillHanging == 0 && Sessions.OpenNow == 1);
    }

    [Fact]
    public async Task Halves_of_a_batch_are_each_watched_anew()
    {
        Sessions.Script = run => run.Rows > 1 || run.Firsts[0] >= 1000 ? FakeBehaviour.Block : FakeBehaviour.Succeed;
        var predictor = Open(Watched with { Batch = new() { MaxSize = 4 } });
        var (run, first) = await Occupy(predictor);
        var tasks = Enumerable.Range(0, 4).Select(i => predictor.PredictAsync(Input(i == 3 ? float.NaN : i))).ToArray();
        run.Release();
        AssertIs(1000, await Soon(first));
        var whole = Sessions.WaitForBlocked()[0];
        Time.Advance(TimeSpan.FromSeconds(8));
        whole.Fail(Sessions.PoisonFailure);
        for (var half = 0; half < 2; half++)
        {
            var next = Sessions.WaitForBlocked()[0];
            Assert.Equal(2, next.Rows);
            Time.Advance(TimeSpan.FromSeconds(8));
            next.Release();
        }

        for (var i = 0; i < 3; i++) AssertIs(i, await Soon(tasks[i]));
        AssertFailed(ErrorKind.SessionFailed, "A row is poisoned.", await Soon(tasks[3]));
        Assert.Equal(0, predictor.Snapshot().LanesAbandoned);
    }

    [Fact]
    public async Task Request_whose_input_somebody_disposed_fails_with_its_lane()
    {
        var input = Input(1);
        var (_, task, _) = Stick(_ => FakeBehaviour.Hang, input);
        input.Dispose(); // which nobody may
        Time.Advance(Watchdog);
        AssertFailed(ErrorKind.SessionFailed, "model on fake:0: a run did not return within 10 s; its lane was given up.", await Soon(task));
    }

    // A predictor with one request, whose run does not return.
    private (Predictor Predictor, Task<Outcome<Prediction>> Outcome, FakeRun Run) Stick(Func<FakeRun, FakeBehaviour> script, Tensor? input = null, CancellationToken cancel = default)
    {
        Sessions.Script = script;
        var predictor = Open(Watched);
        var outcome = predictor.PredictAsync(input ?? Input(1), cancel: cancel);
        return (predictor, outcome, Sessions.WaitForBlocked()[0]);
    }
}
