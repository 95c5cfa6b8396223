using Akka.Actor;

namespace ActorInference.Akka.Tests.Predicting;

/// <summary>How a predictor ends.</summary>
public sealed class ShutdownTests : AkkaPredictorTest
{
    [Fact]
    public async Task ShutdownAsync_finishes_what_is_in_and_takes_nothing_more()
    {
        BlockThousands();
        var predictor = await OpenAsync();
        var (run, first) = await Occupy(predictor);
        var waiting = predictor.PredictAsync(Input(1));
        var connected = await ConnectAsync(predictor.Actor);
        Until(predictor, snapshot => snapshot.ItemsInFlight == 2);
        var shutdown = predictor.ShutdownAsync();
        var refused = (await Soon(predictor.PredictAsync(Input(2)))).Failure!;
        Assert.Equal((ErrorKind.NotReady, "the predictor of model has been shut down."), (refused.Kind, refused.Message));
        Until(predictor, snapshot => snapshot.State == HealthState.Stopped);
        Assert.Equal("the predictor of model has been shut down.", (await Soon(connected.PredictAsync(Input(3)))).Failure!.Message);
        Assert.False(shutdown.IsCompleted);
        run.Release();
        AssertIs(1000, await Soon(first));
        AssertIs(1, await Soon(waiting));
        await Soon(shutdown);
        Sessions.AssertAtRest();
    }

    [Fact]
    public async Task ShutdownAsync_is_patient_for_as_long_as_it_is_told()
    {
        BlockThousands();
        var predictor = await OpenAsync();
        var (_, first) = await Occupy(predictor);
        using var patience = new CancellationTokenSource();
        var shutdown = predictor.ShutdownAsync(patience.Token);
        await patience.CancelAsync();
        AssertFailed(ErrorKind.Cancelled, await Soon(first));
        await Soon(shutdown);
        Sessions.AssertAtRest();
    }

    [Fact]
    public async Task DisposeAsync_cancels_what_runs_and_waits()
    {
        BlockThousands();
        var predictor = await OpenAsync();
        var (_, first) = await Occupy(predictor);
        var waiting = predictor.PredictAsync(Input(1));
        Until(predictor, snapshot => snapshot.ItemsInFlight == 2);
        await Soon(predictor.DisposeAsync().AsTask());
        AssertFailed(ErrorKind.Cancelled, await Soon(first));
        AssertFailed(ErrorKind.Cancelled, await Soon(waiting));
        Sessions.AssertAtRest();
        await Soon(predictor.DisposeAsync().AsTask());
        await Soon(predictor.ShutdownAsync());
        var last = await SnapshotAsync(predictor);
        Assert.Equal((HealthState.Stopped, 2L), (last.State, last.Failed[ErrorKind.Cancelled]));
    }

    [Fact]
    public async Task DisposeAsync_gives_a_run_up_that_hangs_and_its_actors_end_when_it_returns()
    {
        Sessions.Script = _ => FakeBehaviour.Hang;
        var predictor = await OpenAsync(Options with { Supervision = new() { ShutdownPatience = Ms(500), Watchdog = null } });
        var (run, task) = await Occupy(predictor);
        var closing = predictor.DisposeAsync().AsTask();
        AssertFailed(ErrorKind.Cancelled, await Soon(task));
        Assert.False(closing.IsCompleted);
        Pass(Ms(500));
        await Soon(closing);
        Assert.Equal(1, (await SnapshotAsync(predictor)).LanesStillHanging);
        Assert.Equal(1, Sessions.OpenNow);
        run.Release();
        Until(() => Actors().Count == 0 && Sessions.OpenNow == 0);
        Assert.Equal((1L, 0), ((await SnapshotAsync(predictor)).LanesAbandoned, (await SnapshotAsync(predictor)).LanesStillHanging));
    }

    [Fact]
    public async Task Coordinated_shutdown_drains()
    {
        BlockThousands();
        var predictor = await OpenAsync();
        var (run, first) = await Occupy(predictor);
        var waiting = predictor.PredictAsync(Input(1));
        Until(predictor, snapshot => snapshot.ItemsInFlight == 2);
        var shutdown = CoordinatedShutdown.Get(System).Run(CoordinatedShutdown.UnknownReason.Instance);
        Until(predictor, snapshot => snapshot.State == HealthState.Stopped);
        AssertFailed(ErrorKind.NotReady, await Soon(predictor.PredictAsync(Input(2))));
        run.Release();
        AssertIs(1000, await Soon(first));
        AssertIs(1, await Soon(waiting));
        await Soon(shutdown);
        Sessions.AssertAtRest();
    }

    [Fact]
    public async Task Coordinated_shutdown_cancels_what_does_not_end_within_its_time()
    {
        BlockThousands();
        Configure("akka.coordinated-shutdown.phases.service-stop.timeout = 20s");
        var predictor = await OpenAsync();
        var (_, first) = await Occupy(predictor);
        var shutdown = CoordinatedShutdown.Get(System).Run(CoordinatedShutdown.UnknownReason.Instance);
        Pass(TimeSpan.FromSeconds(14));
        AssertFailed(ErrorKind.Cancelled, await Soon(first));
        await Soon(shutdown);
        Sessions.AssertAtRest();
    }

    [Fact]
    public async Task System_that_terminates_drains_too()
    {
        var predictor = await OpenAsync();
        AssertIs(1, await Soon(predictor.PredictAsync(Input(1))));
        await Soon(System.Terminate());
        Sessions.AssertAtRest();
        AssertFailed(ErrorKind.NotReady, await Soon(predictor.PredictAsync(Input(2))));
    }

    [Fact]
    public async Task Disposing_what_is_connected_leaves_the_actor_as_it_is()
    {
        BlockThousands();
        var opened = await OpenAsync();
        var connected = await ConnectAsync(opened.Actor);
        var (run, first) = await Occupy(opened);
        var waiting = connected.PredictAsync(Input(1));
        Until(opened, snapshot => snapshot.ItemsInFlight == 2);
        await Soon(connected.DisposeAsync().AsTask());
        AssertFailed(ErrorKind.Cancelled, await Soon(waiting));
        Until(opened, snapshot => snapshot.ItemsInFlight == 1);
        run.Release();
        AssertIs(1000, await Soon(first));
        AssertIs(2, await Soon(opened.PredictAsync(Input(2))));
    }
}
