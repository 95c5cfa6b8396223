using Akka.Actor;
using AkkaCluster = Akka.Cluster.Cluster;

namespace ActorInference.Akka.Tests.Cluster;

/// <summary>A cluster behind the contract of a predictor: from the frontend's own process, and from another machine.</summary>
[Collection(nameof(Alone))]
public sealed class FrontendPredictorTests
{
    private const int Items = 1000;

    [Fact]
    public async Task Pipeline_over_a_cluster_gives_every_item_in_order_while_nodes_come_and_go()
    {
        await using var cluster = await TestCluster.Start(2);
        await using var predictor = (await AkkaPredictor.ConnectAsync(cluster.FrontendSystem, cluster.Frontend)).Value;
        Assert.Equal((TestCluster.Model, "(x: float32 [N,M]) -> (y: float32 [N,M])"), (predictor.Model, predictor.Signature.ToString()));
        foreach (var node in new[] { cluster[0], cluster[1] }) node.Predictor.Delay = TimeSpan.FromMilliseconds(2);

        var change = Task.CompletedTask;
        var got = new List<int>();
        var pipeline = Pipeline.Of<int>().Predict(predictor, item => Tensor.From([(float)item, 0], [1, 2]), options: new() { Parallelism = 16 });
        await foreach (var outcome in pipeline.RunAsync(Enumerable.Range(0, Items)))
        {
            using var predicted = outcome.Value;
            Assert.Equal((2 * predicted.Item) + 1, predicted.Tensor.Span<float>()[0]);
            got.Add(predicted.Item);
            if (got.Count != 200) continue;
            cluster.Add();
            change = TestCluster.Leave(cluster[0]);
        }

        Assert.Equal(Enumerable.Range(0, Items), got);
        await change;
    }

    [Fact]
    public async Task Cancellation_and_deadline_go_along()
    {
        await using var cluster = await TestCluster.Start(1);
        await using var predictor = (await AkkaPredictor.ConnectAsync(cluster.FrontendSystem, cluster.Frontend)).Value;
        using var cancel = new CancellationTokenSource();
        cluster[0].Predictor.Close();
        var running = predictor.PredictAsync(Tensor.From([1f], [1, 1]), cancel: cancel.Token);
        await Until.True(() => cluster[0].Predictor.Asked.Count == 1, "a run");
        await cancel.CancelAsync();
        Assert.Equal(ErrorKind.Cancelled, (await running).Failure!.Kind);
        await Until.True(() => cluster[0].Predictor.Cancelled == 1, "the run's end");
        Assert.Equal(ErrorKind.DeadlineExceeded, (await predictor.PredictAsync(Tensor.From([1f], [1, 1]), new() { Deadline = TimeSpan.Zero })).Failure!.Kind);
        cluster[0].Predictor.Open();
    }

    [Theory]
    [InlineData(10)]
    [InlineData(1_000_000)] // in chunks both ways, twice each
    public async Task Predictor_on_another_machine_asks_the_frontend(int columns)
    {
        await using var cluster = await TestCluster.Start(1);
        using var client = ClusterSystem.Start("client", cluster.FrontendSystem);
        var path = cluster.Frontend.Path.ToSerializationFormatWithAddress(AkkaCluster.Get(cluster.FrontendSystem).SelfAddress);
        var frontend = await client.ActorSelection(path).ResolveOne(Until.Limit);
        await using (var predictor = (await AkkaPredictor.ConnectAsync(client, frontend)).Value)
        {
            for (var i = 0; i < 10; i++)
            {
                var input = Tensor.Allocate(ElementType.Float32, [1, columns]);
                input.Span<float>().Fill(i);
                using var prediction = (await predictor.PredictAsync(input).WaitAsync(Until.Limit)).Value;
                Assert.Equal((columns, (2f * i) + 1, (2f * i) + 1), (prediction.Tensor.Shape[^1], prediction.Tensor.Span<float>()[0], prediction.Tensor.Span<float>()[^1]));
            }
        }

        await client.Terminate().WaitAsync(Until.Limit);
    }

    [Fact]
    public async Task Predictor_of_lanes_on_another_machine_takes_inputs_larger_than_a_frame()
    {
        await using var cluster = await TestCluster.Start(0);
        using var other = ClusterSystem.Start("lanes", cluster.FrontendSystem);
        var sessions = new FakeSessionFactory { Record = false, Model = FakeModel.Affine(2, 1, "float32 [N,M]") };
        var opened = (await AkkaPredictor.OpenAsync(other, sessions, ModelSource.Memory(default, "m"), new() { Placement = Placement.Parse("fake"), WarmUp = new() { BatchSizes = [] } })).Value;
        var actor = await cluster.FrontendSystem.ActorSelection(opened.Actor.Path.ToSerializationFormatWithAddress(AkkaCluster.Get(other).SelfAddress)).ResolveOne(Until.Limit);
        await using (var predictor = (await AkkaPredictor.ConnectAsync(cluster.FrontendSystem, actor)).Value)
        {
            using var prediction = (await predictor.PredictAsync(Tensor.From(new float[500_000], [1, 500_000])).WaitAsync(Until.Limit)).Value;
            Assert.Equal(500_000, prediction.Tensor.Span<float>().Count(1));
        }

        await opened.DisposeAsync();
        await other.Terminate().WaitAsync(Until.Limit);
        sessions.AssertAtRest();
    }

    [Fact]
    public async Task Input_that_no_message_can_hold_is_refused()
    {
        await using var cluster = await TestCluster.Start(1);
        using var client = ClusterSystem.Start("client", cluster.FrontendSystem, ("akka.actorinference.wire.max-message-size", "100KiB"));
        var path = cluster.Frontend.Path.ToSerializationFormatWithAddress(AkkaCluster.Get(cluster.FrontendSystem).SelfAddress);
        var frontend = await client.ActorSelection(path).ResolveOne(Until.Limit);
        await using (var predictor = (await AkkaPredictor.ConnectAsync(client, frontend)).Value)
        {
            Assert.Equal(ErrorKind.InvalidInput, (await predictor.PredictAsync(Tensor.From(new float[50_000], [1, 50_000])).WaitAsync(Until.Limit)).Failure!.Kind);
        }

        await client.Terminate().WaitAsync(Until.Limit);
    }
}
