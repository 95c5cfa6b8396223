using Microsoft.Extensions.Logging;

namespace ActorInference.Tests.Predicting;

/// <summary>Sessions that do not close as they should: nobody but the thread that closes them is held.</summary>
public sealed class ClosingTests : PredictorTest
{
    private static readonly TimeSpan FirstBackoff = TimeSpan.FromMilliseconds(100);

    private readonly ManualResetEventSlim _gate = new();

    [Fact]
    public async Task Session_that_does_not_close_holds_no_lane_and_is_reported()
    {
        HangFirst();
        Sessions.Script = run => run.SessionNumber == 1 ? FakeBehaviour.Fail(ErrorKind.DeviceLost) : FakeBehaviour.Succeed;
        var predictor = Open(Options with { Supervision = new() { Jitter = 0, Watchdog = TimeSpan.FromSeconds(10) } });
        var task = predictor.PredictAsync(Input(1));
        Until(() => predictor.Snapshot().State == HealthState.Restarting);
        Time.Advance(FirstBackoff);
        AssertIs(1, await Soon(task));
        Assert.Equal(1, predictor.Snapshot().SessionsClosing);
        Time.Advance(TimeSpan.FromSeconds(10));
        Time.Advance(TimeSpan.FromSeconds(10)); // once is enough
        Assert.Single(Log.Lines, (LogLevel.Error, "model: a session that is out of use was not closed: it did not return within 10 s, and keeps a thread and its memory until it does"));
        _gate.Set();
        Until(() => predictor.Snapshot().SessionsClosing == 0);
        Assert.Equal(1, Sessions.OpenNow);
    }

    [Fact]
    public async Task Session_that_throws_when_it_is_closed_is_reported()
    {
        Sessions.OnClose = session =>
        {
            if (session.Number == 1) throw new InvalidOperationException("It is stuck.");
        };
        Sessions.Script = run => run.SessionNumber == 1 ? FakeBehaviour.Fail(ErrorKind.DeviceLost) : FakeBehaviour.Succeed;
        var predictor = Open();
        var task = predictor.PredictAsync(Input(1));
        Until(() => predictor.Snapshot().State == HealthState.Restarting);
        Time.Advance(FirstBackoff);
        AssertIs(1, await Soon(task));
        Until(() => predictor.Snapshot().SessionsClosing == 0);
        Assert.Contains((LogLevel.Error, "model: a session that is out of use was not closed: it threw InvalidOperationException: It is stuck"), Log.Lines);
    }

    [Fact]
    public async Task Disposal_waits_for_sessions_to_close_with_patience()
    {
        HangFirst();
        var predictor = Open();
        var disposal = predictor.DisposeAsync().AsTask();
        Until(() => predictor.Snapshot().SessionsClosing == 1);
        Time.Advance(TimeSpan.FromSeconds(9));
        Assert.False(disposal.IsCompleted);
        Until(() =>
        {
            Time.Advance(TimeSpan.FromSeconds(1)); // the wait may begin only now
            return disposal.IsCompleted;
        });
        Assert.Contains((LogLevel.Error, "model: a session that is out of use was not closed: it did not return within 10 s, and keeps a thread and its memory until it does"), Log.Lines);
        Assert.Equal((1, 1), (predictor.Snapshot().SessionsClosing, Sessions.OpenNow));
    }

    [Fact]
    public async Task Disposal_is_over_when_every_session_is_closed()
    {
        HangFirst();
        Sessions.AllowsConcurrentRuns = false;
        var predictor = Open(Options with { Lanes = 3 });
        var disposal = predictor.DisposeAsync().AsTask();
        Until(() => Sessions.OpenNow == 1);
        Assert.False(disposal.IsCompleted);
        _gate.Set();
        await Soon(disposal);
        Assert.Equal((0, 0), (predictor.Snapshot().SessionsClosing, Sessions.OpenNow));
    }

    [Fact]
    public async Task Swap_waits_for_the_old_sessions_to_close_with_patience_and_the_next_one_does_not_wait_for_them_again()
    {
        HangFirst();
        var predictor = Open();
        var swap = predictor.SwapAsync(Model("new"));
        Until(() => Time.NextDue == TimeSpan.FromSeconds(10) && predictor.Snapshot().SessionsClosing == 1);
        Assert.False(swap.IsCompleted);
        AssertIs(1, await Soon(predictor.PredictAsync(Input(1))));
        Time.Advance(TimeSpan.FromSeconds(10));
        Assert.Null(await Soon(swap));
        Assert.Null(await Soon(predictor.SwapAsync(Model("newer"))));
        Assert.Equal(2, Sessions.OpenNow);
    }

    public override void Dispose()
    {
        _gate.Set();
        base.Dispose();
        _gate.Dispose();
        GC.SuppressFinalize(this);
    }

    private void HangFirst() => Sessions.OnClose = session =>
    {
        if (session.Number == 1) _gate.Wait();
    };
}
