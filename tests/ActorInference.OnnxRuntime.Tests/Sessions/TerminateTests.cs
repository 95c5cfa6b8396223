namespace ActorInference.OnnxRuntime.Tests.Sessions;

public sealed class TerminateTests
{
    [Fact]
    public async Task Run_ends_as_cancelled_when_its_token_is_cancelled_under_way_and_the_session_runs_again()
    {
        using var session = Opened.Open(EndlessModel.Create());
        for (var i = 0; i < 5; i++)
        {
            using var longRun = new LongRun();
            using var cancel = new CancellationTokenSource();
            var run = Task.Run(() => longRun.Run(session, cancel.Token));
            longRun.WaitUntilStarted();
            await cancel.CancelAsync();
            Assert.Equal(new Failure(ErrorKind.Cancelled, "test model: the run was cancelled."), await run);
        }
    }

    [Fact]
    public void Run_does_not_start_when_its_token_is_cancelled_already()
    {
        using var session = Opened.Open(EndlessModel.Create());
        using var longRun = new LongRun();
        Assert.Equal(ErrorKind.Cancelled, longRun.Run(session, new CancellationToken(canceled: true))?.Kind);
    }

    [Fact]
    public async Task Cancelling_one_run_leaves_the_others_of_the_session_alone()
    {
        using var session = Opened.Open(EndlessModel.Create());
        using var first = new LongRun();
        using var second = new LongRun();
        using var cancelFirst = new CancellationTokenSource();
        using var cancelSecond = new CancellationTokenSource();
        var firstRun = Task.Run(() => first.Run(session, cancelFirst.Token));
        var secondRun = Task.Run(() => second.Run(session, cancelSecond.Token));
        first.WaitUntilStarted();
        second.WaitUntilStarted();

        await cancelFirst.CancelAsync();
        Assert.Equal(ErrorKind.Cancelled, (await firstRun)?.Kind);
        Assert.False(secondRun.IsCompleted);
        await cancelSecond.CancelAsync();
        Assert.Equal(ErrorKind.Cancelled, (await secondRun)?.Kind);
    }
}
