namespace ActorInference.Tests.Predicting;

/// <summary>The system gives no more threads, as at the limit of a container.</summary>
[Collection(nameof(Alone))]
public sealed class ThreadLimitTests : PredictorTest
{
    private const string Refusal = "the system gives no thread for fake:0 lane 0; allow this process more threads or memory, or use fewer lanes.";
    private static readonly TimeSpan Watchdog = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan FirstBackoff = TimeSpan.FromMilliseconds(100);

    private static PredictorOptions Watched { get; } = Options with { Supervision = new() { Jitter = 0, Watchdog = Watchdog, MaxRestarts = 2 } };

    [LinuxFact]
    public void Predictor_does_not_open_and_nothing_is_left()
    {
        using (new NoThreads()) Assert.Equal(new Failure(ErrorKind.OutOfMemory, Refusal), OpenFailure(Options with { Lanes = 3 }));
        Assert.Equal((1, 0), (Sessions.Opened, Sessions.OpenNow));
    }

    [LinuxFact]
    public void Lanes_are_not_changed_and_can_be_later()
    {
        var predictor = Open();
        using (new NoThreads())
        {
            Assert.Equal(ErrorKind.OutOfMemory, predictor.ChangeLanes(Fake, 3)?.Kind);
            AssertIs(1, predictor.Predict(Input(1)));
        }

        Until(() => predictor.Snapshot().Pools[0] is { Plan.Lanes: 1, Sessions: [{ Lanes: 1 }] });
        Assert.Null(predictor.ChangeLanes(Fake, 3));
        Assert.Equal(3, predictor.Snapshot().Pools[0].Sessions[0].Lanes);
    }

    [LinuxFact]
    public async Task Swap_changes_nothing()
    {
        var predictor = Open();
        using var gate = new ManualResetEventSlim();
        Sessions.OnOpen = (_, _) =>
        {
            gate.Wait();
            return null;
        };
        var swap = predictor.SwapAsync(Model("new"));
        Until(() => Sessions.OpenAttempts == 2);
        using (new NoThreads())
        {
            gate.Set();
            Until(() => swap.IsCompleted);
        }

        Assert.Equal(new Failure(ErrorKind.OutOfMemory, Refusal), await swap);
        AssertIs(1, predictor.Predict(Input(1)));
        Assert.Equal(("model", 2, 1), (predictor.Model, Sessions.Opened, Sessions.OpenNow));
    }

    [LinuxFact]
    public async Task Lane_that_was_given_up_is_replaced_when_there_is_a_thread_again()
    {
        Sessions.Script = run => run.SessionNumber == 1 ? FakeBehaviour.Hang : FakeBehaviour.Succeed;
        var predictor = Open(Watched);
        var task = predictor.PredictAsync(Input(1));
        Sessions.WaitForBlocked();
        using (new NoThreads())
        {
            Time.Advance(Watchdog);
            Time.Advance(FirstBackoff);
            Assert.Equal((Refusal, HealthState.Restarting), (predictor.Snapshot().Pools[0].LastFailure!.Message, predictor.Snapshot().State));
        }

        Time.Advance(2 * FirstBackoff);
        AssertIs(1, await Soon(task));
        Assert.Equal((1L, HealthState.Ready), (predictor.Snapshot().Pools[0].Restarts, predictor.Snapshot().State));
    }

    [LinuxFact]
    public async Task Pool_without_threads_stops_past_its_limit_and_comes_back_after_the_window()
    {
        Sessions.Script = run => run.SessionNumber == 1 ? FakeBehaviour.Hang : FakeBehaviour.Succeed;
        var predictor = Open(Watched);
        var task = predictor.PredictAsync(Input(1));
        Sessions.WaitForBlocked();
        using (new NoThreads())
        {
            Time.Advance(Watchdog);
            Time.Advance(FirstBackoff);
            Time.Advance(2 * FirstBackoff);
            Assert.Equal(HealthState.Stopped, predictor.Snapshot().State);
        }

        AssertFailed(ErrorKind.NotReady, $"no session of model works: fake:0 failed too often, lastly: {Refusal[..^1]}; it is tried again in 60 s.", await Soon(task));
        Time.Advance(TimeSpan.FromMinutes(1));
        Until(() => predictor.Snapshot().State == HealthState.Ready);
        AssertIs(2, predictor.Predict(Input(2)));
    }

    [LinuxFact]
    public async Task Lane_that_never_got_a_thread_is_not_waited_for()
    {
        Sessions.Script = _ => FakeBehaviour.Hang;
        var predictor = Open(Watched);
        var task = predictor.PredictAsync(Input(1));
        var hanging = Sessions.WaitForBlocked()[0];
        using (new NoThreads()) Time.Advance(Watchdog);
        hanging.Release();
        await Soon(predictor.DisposeAsync().AsTask());
        AssertFailed(ErrorKind.Cancelled, await Soon(task));
        Assert.Empty(predictor.Snapshot().Pools[0].Sessions);
    }

    [LinuxFact]
    public async Task Session_is_closed_all_the_same()
    {
        Sessions.Script = run => run.SessionNumber == 1 ? FakeBehaviour.Fail(ErrorKind.DeviceLost) : FakeBehaviour.Succeed;
        var predictor = Open();
        Task<Outcome<Prediction>> task;
        using (new NoThreads())
        {
            task = predictor.PredictAsync(Input(1));
            Until(() => Sessions.OpenNow == 0);
        }

        Time.Advance(FirstBackoff);
        AssertIs(1, await Soon(task));
    }
}
