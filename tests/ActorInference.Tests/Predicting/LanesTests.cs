namespace ActorInference.Tests.Predicting;

/// <summary>Lanes side by side, and changing their number while they work.</summary>
public sealed class LanesTests : PredictorTest
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task New_lanes_take_what_waits_at_once(bool shared)
    {
        Sessions.AllowsConcurrentRuns = shared;
        Sessions.Script = _ => FakeBehaviour.Block;
        var predictor = Open();
        var tasks = Enumerable.Range(0, 5).Select(i => predictor.PredictAsync(Input(i))).ToArray();
        Sessions.WaitForBlocked();
        Assert.Null(predictor.ChangeLanes(Fake, 3));
        Sessions.WaitForBlocked(3);
        Assert.Equal(shared ? 1 : 3, Sessions.OpenNow);
        Assert.Equal((3, 3, 2), (predictor.Snapshot().Pools[0].Plan.Lanes, predictor.Snapshot().Pools[0].LanesRunning, predictor.Snapshot().Pools[0].Waiting));
        Sessions.Script = null;
        Sessions.ReleaseAll();
        for (var i = 0; i < 5; i++) AssertIs(i, await Soon(tasks[i]));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Lanes_too_many_end_with_what_they_run(bool shared)
    {
        Sessions.AllowsConcurrentRuns = shared;
        Sessions.Script = _ => FakeBehaviour.Block;
        var predictor = Open(Options with { Lanes = 3 });
        var tasks = Enumerable.Range(0, 6).Select(i => predictor.PredictAsync(Input(i))).ToArray();
        Sessions.WaitForBlocked(3);
        Assert.Null(predictor.ChangeLanes(Fake, 1));
        Assert.Equal(3, Sessions.Blocked.Count);
        Sessions.ReleaseAll();
        Until(() => predictor.Snapshot().Pools[0] is { Sessions: [{ Lanes: 1 }], LanesRunning: 1 });
        Sessions.WaitForBlocked();
        Assert.Single(Sessions.Blocked);
        Until(() => Sessions.OpenNow == 1);
        Sessions.Script = null;
        Sessions.ReleaseAll();
        for (var i = 0; i < 6; i++) AssertIs(i, await Soon(tasks[i]));
    }

    [Fact]
    public async Task Lanes_change_under_load_without_losing_a_request()
    {
        Sessions.AllowsConcurrentRuns = false;
        var predictor = Open(Options with { Lanes = 2 });
        var tasks = new List<Task<Outcome<Prediction>>>();
        for (var round = 0; round < 50; round++)
        {
            for (var i = 0; i < 20; i++) tasks.Add(predictor.PredictAsync(Input(i)));
            Assert.Null(predictor.ChangeLanes(Fake, 1 + (round * 7 % 5)));
        }

        var outcomes = await Soon(Task.WhenAll(tasks));
        for (var i = 0; i < outcomes.Length; i++) AssertIs(i % 20, outcomes[i]);
        Until(() => predictor.Snapshot().Pools[0].Sessions.Count == predictor.Snapshot().Pools[0].Plan.Lanes);
    }

    [Fact]
    public async Task Lanes_go_up_again_while_those_too_many_have_not_ended()
    {
        Sessions.LanesLimit = 2;
        Sessions.Script = _ => FakeBehaviour.Block;
        var predictor = Open(Options with { Lanes = 2 });
        var tasks = Enumerable.Range(0, 4).Select(i => predictor.PredictAsync(Input(i))).ToArray();
        Sessions.WaitForBlocked(2);
        Assert.Null(predictor.ChangeLanes(Fake, 1));
        Assert.Null(predictor.ChangeLanes(Fake, 2));
        Assert.Equal(2, predictor.Snapshot().Pools[0].Sessions[0].Lanes); // the one that was to end stays; a third beside it would make a third run
        Sessions.Script = null;
        Sessions.ReleaseAll();
        for (var i = 0; i < 4; i++) AssertIs(i, await Soon(tasks[i]));
        Assert.Equal(2, predictor.Snapshot().Pools[0].Sessions[0].Lanes);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Lane_never_has_more_than_one_run_under_way(bool shared)
    {
        Sessions.AllowsConcurrentRuns = shared;
        Sessions.LanesLimit = shared ? 3 : 1;
        var predictor = Open(Options with { Lanes = 3, Batch = new() { MaxSize = 4 } });
        var outcomes = await Soon(Task.WhenAll(Enumerable.Range(0, 1000).Select(i => predictor.PredictAsync(Input(i)))));
        for (var i = 0; i < outcomes.Length; i++) AssertIs(i, outcomes[i]);
        Assert.Empty(Sessions.Violations);
    }
}
