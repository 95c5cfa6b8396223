using Akka.Actor;
using Akka.Event;

namespace ActorInference.Akka.Tests.Cluster;

/// <summary>What a frontend does with requests by itself: room, deadlines, cancelling, waiting for nodes, and its end.</summary>
[Collection(nameof(Alone))]
public sealed class FrontendTests
{
    [Fact]
    public async Task Request_is_refused_when_the_frontend_is_full_and_the_newest_may_take_the_oldests_place()
    {
        await using var cluster = await TestCluster.Start(1, frontend: new() { MaxItems = 3, RegisterInterval = TimeSpan.FromMilliseconds(200) }, node: new() { Window = 1 });
        cluster[0].Predictor.Close();
        var taken = Enumerable.Range(0, 3).Select(first => cluster.Caller.Ask(first).Reply).ToList();
        Assert.Equal(ErrorKind.Overloaded, (await Soon(cluster.Caller.Ask(3).Reply)).Failure!.Kind);
        var newest = cluster.Caller.Ask(4, new() { WhenFull = WhenFull.DropOldest }).Reply;
        Assert.Equal(ErrorKind.Overloaded, (await Soon(taken[1])).Failure!.Kind);
        cluster[0].Predictor.Open();
        foreach (var (first, reply) in new[] { (0, taken[0]), (2, taken[2]), (4, newest) }) Caller.AssertIs(first, await Soon(reply));
    }

    [Fact]
    public async Task Cancelled_request_is_replied_to_at_once_and_its_run_ends()
    {
        await using var cluster = await TestCluster.Start(1, node: new() { Window = 1 });
        cluster[0].Predictor.Close();
        var (running, first) = cluster.Caller.Ask(0);
        await Until.True(() => cluster[0].Predictor.Asked.Count == 1, "a run");
        var (waiting, second) = cluster.Caller.Ask(1);
        cluster.Caller.Cancel(waiting);
        cluster.Caller.Cancel(running);
        Assert.Equal(ErrorKind.Cancelled, (await Soon(first)).Failure!.Kind);
        Assert.Equal(ErrorKind.Cancelled, (await Soon(second)).Failure!.Kind);
        await Until.True(() => cluster[0].Predictor.Cancelled == 1, "the run's end");
        Assert.Single(cluster[0].Predictor.Asked);
    }

    [Fact]
    public async Task Deadline_that_passes_while_a_request_waits_fails_it_and_what_is_left_of_it_goes_to_the_node()
    {
        var time = new SteppedTime();
        await using var cluster = await TestCluster.Start(1, node: new() { Window = 1 }, time: time);
        Assert.Equal(ErrorKind.DeadlineExceeded, (await Soon(cluster.Caller.Ask(9, new() { Deadline = TimeSpan.Zero }).Reply)).Failure!.Kind);
        cluster[0].Predictor.Close();
        var first = cluster.Caller.Ask(0, new() { Deadline = TimeSpan.FromMinutes(10) }).Reply;
        await Until.True(() => cluster[0].Predictor.Asked.Count == 1, "a run");
        var second = cluster.Caller.Ask(1, new() { Deadline = TimeSpan.FromSeconds(10) }).Reply;
        await Until.True(async () => (await cluster.Snapshot()).Waiting == 1, "one that waits");
        time.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(ErrorKind.DeadlineExceeded, (await Soon(second)).Failure!.Kind);
        cluster[0].Predictor.Open();
        Caller.AssertIs(0, await Soon(first));
    }

    [Fact]
    public async Task Deadline_that_never_comes_is_none()
    {
        await using var cluster = await TestCluster.Start(1);
        Caller.AssertIs(1, await Soon(cluster.Caller.Ask(1, new() { Deadline = Timeout.InfiniteTimeSpan }).Reply));
    }

    [Fact]
    public async Task Requests_wait_for_the_first_node_and_no_longer_than_is_said()
    {
        var time = new SteppedTime();
        await using var cluster = await TestCluster.Start(0, frontend: new() { WaitForNode = TimeSpan.FromSeconds(20) }, time: time);
        var description = cluster.Frontend.Ask<ModelDescription>(DescribeModel.Instance, Until.Limit);
        var late = cluster.Caller.Ask(0).Reply;
        await Until.True(async () => (await cluster.Snapshot()).Waiting == 1, "one that waits");
        time.Advance(TimeSpan.FromSeconds(20));
        Assert.Equal(ErrorKind.NotReady, (await Soon(late)).Failure!.Kind);
        Assert.Equal(ErrorKind.NotReady, (await Assert.ThrowsAsync<InferenceException>(() => description)).Kind);

        var early = cluster.Caller.Ask(1).Reply;
        description = cluster.Frontend.Ask<ModelDescription>(DescribeModel.Instance, Until.Limit);
        cluster.Add(capacity: 3);
        Caller.AssertIs(1, await Soon(early));
        Assert.Equal((TestCluster.Model, 3, "(x: float32 [N,M]) -> (y: float32 [N,M])"), ((await description).Model, (await description).Capacity, (await description).Signature.ToString()));
    }

    [Fact]
    public async Task Who_asks_for_the_model_waits_no_longer_than_is_said_however_seldom_nodes_are_asked()
    {
        var time = new SteppedTime();
        await using var cluster = await TestCluster.Start(0, frontend: new() { WaitForNode = TimeSpan.FromSeconds(20), RegisterInterval = TimeSpan.FromHours(1) }, time: time);
        var description = cluster.Frontend.Ask<ModelDescription>(DescribeModel.Instance, Until.Limit);
        var late = cluster.Caller.Ask(0, new() { Deadline = TimeSpan.FromSeconds(5) }).Reply;
        await cluster.Snapshot(); // it has them
        time.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal(ErrorKind.DeadlineExceeded, (await Soon(late)).Failure!.Kind);
        await cluster.Snapshot();
        time.Advance(TimeSpan.FromSeconds(15));
        Assert.Equal(ErrorKind.NotReady, (await Assert.ThrowsAsync<InferenceException>(() => description)).Kind);
    }

    [Fact]
    public async Task Frontend_that_shuts_down_finishes_what_it_has_and_takes_no_more()
    {
        await using var cluster = await TestCluster.Start(1, node: new() { Window = 1 });
        cluster[0].Predictor.Close();
        var taken = Enumerable.Range(0, 3).Select(first => cluster.Caller.Ask(first).Reply).ToList();
        await Until.True(() => cluster[0].Predictor.Asked.Count == 1, "a run");
        var end = CoordinatedShutdown.Get(cluster.FrontendSystem).Run(CoordinatedShutdown.ActorSystemTerminateReason.Instance);
        Outcome<Prediction> refused = default;
        await Until.True(
            async () =>
            {
                var (id, reply) = cluster.Caller.Ask(99);
                cluster.Caller.Cancel(id);
                refused = await Soon(reply);
                return refused.Failure?.Kind == ErrorKind.NotReady;
            },
            "a refusal");
        cluster[0].Predictor.Open();
        for (var first = 0; first < 3; first++) Caller.AssertIs(first, await Soon(taken[first]));
        await end.WaitAsync(Until.Limit);
    }

    [Fact]
    public async Task Frontend_that_is_stopped_replies_to_all()
    {
        await using var cluster = await TestCluster.Start(1, node: new() { Window = 1 });
        cluster[0].Predictor.Close();
        var taken = Enumerable.Range(0, 3).Select(first => cluster.Caller.Ask(first).Reply).ToList();
        await Until.True(async () => cluster[0].Predictor.Asked.Count == 1 && (await cluster.Snapshot()).Waiting == 2, "a run, and two that wait");
        cluster.FrontendSystem.Stop(cluster.Frontend);
        foreach (var reply in taken) Assert.Equal(ErrorKind.NotReady, (await Soon(reply)).Failure!.Kind);
        await Until.True(() => cluster[0].Predictor.Cancelled == 1, "the node hears that the frontend is gone");
    }

    [Fact]
    public async Task Snapshot_as_a_text_shows_its_nodes()
    {
        var nodes = new[] { new FrontendNodeSnapshot(Address.Parse("akka.tcp://a@b:1"), true, 4, 1, 2, TimeSpan.FromSeconds(3)) };
        Assert.Equal(
            "FrontendSnapshot { Waiting = 1, Bytes = 2, Nodes = [FrontendNodeSnapshot { Address = akka.tcp://a@b:1, IsEligible = True, Window = 4, Sent = 1, Queue = 2, ServiceTime = 00:00:03 }], Resent = 5 }",
            new FrontendSnapshot(1, 2, nodes, 5).ToString());

        await using var cluster = await TestCluster.Start(1);
        await using var predictor = (await AkkaPredictor.ConnectAsync(cluster.FrontendSystem, cluster.Frontend)).Value;
        Assert.Contains("DescribeFrontend.Instance", (await predictor.SnapshotAsync()).Failure!.Message, StringComparison.Ordinal);
    }

    private static Task<T> Soon<T>(Task<T> task) => task.WaitAsync(Until.Limit);
}
