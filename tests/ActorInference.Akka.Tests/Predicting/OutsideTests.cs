using Akka.Actor;

namespace ActorInference.Akka.Tests.Predicting;

/// <summary>Actors of a predictor that somebody else stops: no request is lost, and what can go on does.</summary>
public sealed class OutsideTests : AkkaPredictorTest
{
    [Fact]
    public async Task Lane_that_is_killed_is_restarted_and_loses_no_request()
    {
        BlockThousands();
        var predictor = await OpenAsync();
        var (run, first) = await Occupy(predictor);
        var lane = ActorAt("/user/actorinference-model/fake-0/lanes/$a");
        var waiting = predictor.PredictAsync(Input(1));
        lane.Tell(Kill.Instance);
        run.Release();
        AssertIs(1000, await Soon(first));
        Until(() => waiting.IsCompleted || Time.NextDue <= Ms(100));
        Time.Advance(Ms(100));
        AssertIs(1, await Soon(waiting));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Lanes_that_are_stopped_are_replaced(int lanes)
    {
        var predictor = await OpenAsync(Options with { Lanes = lanes });
        for (var i = 0; i < 3; i++)
        {
            Until(() => Actors("/$").Count == lanes + 1);
            foreach (var path in Actors("lanes")) ActorAt(path).Tell(PoisonPill.Instance);
            Until(() => predictor.SnapshotAsync().Result.Value.Pools[0].LanesIdle == lanes);
            AssertIs(i, await Soon(predictor.PredictAsync(Input(i))));
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Pool_that_is_stopped_or_killed_is_started_again(bool isKilled)
    {
        var predictor = await OpenAsync(Options with { Lanes = 2 });
        var pool = ActorAt("/user/actorinference-model/fake-0");
        if (isKilled) pool.Tell(Kill.Instance);
        else System.Stop(pool);
        for (var i = 0; i < 10; i++) AssertIs(i, await Soon(predictor.PredictAsync(Input(i))));
        Until(predictor, snapshot => snapshot is { State: HealthState.Ready, Pools: [{ LanesIdle: 2 }] });
    }

    [Fact]
    public async Task Predictor_that_is_stopped_ends_every_request_and_closes_its_sessions()
    {
        BlockThousands();
        var predictor = await OpenAsync();
        var (run, first) = await Occupy(predictor);
        var waiting = predictor.PredictAsync(Input(1));
        Until(predictor, snapshot => snapshot.ItemsInFlight == 2);
        System.Stop(predictor.Actor);
        run.Release();
        foreach (var task in new[] { first, waiting })
        {
            var outcome = await Soon(task);
            if (outcome.Succeeded) outcome.Value.Dispose(); // it was faster
            else AssertFailed(ErrorKind.NotReady, outcome);
        }

        Until(() => Sessions.OpenNow == 0);
        Until(() => predictor.PredictAsync(Input(2)).Result.Failure!.Kind == ErrorKind.NotReady);
        Assert.Equal(HealthState.Stopped, (await SnapshotAsync(predictor)).State);
    }

    [Fact]
    public async Task Whoever_is_connected_hears_that_the_actor_has_stopped()
    {
        BlockThousands();
        var opened = await OpenAsync();
        var connected = await ConnectAsync(opened.Actor);
        var (_, pending) = await Occupy(connected);
        await Soon(opened.DisposeAsync().AsTask());
        AssertFailed(ErrorKind.Cancelled, await Soon(pending));
        Until(() => connected.PredictAsync(Input(1)).Result.Failure is { Kind: ErrorKind.NotReady, Message: var message } && message.EndsWith("/user/actorinference-model has stopped; it predicts nothing.", StringComparison.Ordinal));
    }
}
