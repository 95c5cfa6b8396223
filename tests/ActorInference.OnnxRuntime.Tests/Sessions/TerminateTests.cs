namespace ActorInference.OnnxRuntime.Tests.Sessions;

public sealed class TerminateTests
{
    [Fact]
    public void Run_ends_as_cancelled_when_its_token_is_cancelled_under_way()
    {
        using var session = Opened.Open(LongRun.Model());
        using var x = LongRun.Input();
        using var cancel = new CancellationTokenSource(TimeSpan.FromMilliseconds(100));
        var failure = LongRun.Start(session, x, cancel.Token);
        Assert.Equal(ErrorKind.Cancelled, failure?.Kind);
    }

    [Fact]
    public void Run_does_not_start_when_its_token_is_cancelled_already()
    {
        using var session = Opened.Open(LongRun.Model());
        using var x = LongRun.Input();
        Assert.Equal(ErrorKind.Cancelled, LongRun.Start(session, x, new CancellationToken(canceled: true))?.Kind);
    }

    [Fact]
    public void Cancelling_one_run_leaves_the_others_of_the_session_alone()
    {
        var model = new TestModel().Input("x", "float32 [N]").Output("y", "float32 [N]").Node("Neg", ["x"], ["y"]);
        using var session = Opened.Open(model);
        using var x = Tensor.From([1f], [1]);
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();
        Assert.NotNull(session.Run([new("x", x)], [new RunOutput("y")], cancelled.Token));
        using var alive = new CancellationTokenSource();
        RunOutput[] outputs = [new("y")];
        Assert.Null(session.Run([new("x", x)], outputs, alive.Token));
        outputs[0].Value!.Dispose();
    }

    [Fact]
    public void Session_runs_again_after_a_cancelled_run()
    {
        using var session = Opened.Open(LongRun.Model());
        using var x = LongRun.Input();
        for (var i = 0; i < 5; i++)
        {
            using var cancel = new CancellationTokenSource(TimeSpan.FromMilliseconds(10));
            Assert.Equal(ErrorKind.Cancelled, LongRun.Start(session, x, cancel.Token)?.Kind);
        }
    }
}
