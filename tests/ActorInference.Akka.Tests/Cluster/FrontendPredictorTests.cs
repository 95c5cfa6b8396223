using System.Collections;
using Akka.Actor;

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
        var frontend = await ClusterSystem.Find(cluster.Frontend, cluster.FrontendSystem, client);
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
        var actor = await ClusterSystem.Find(opened.Actor, other, cluster.FrontendSystem);
        await using (var predictor = (await AkkaPredictor.ConnectAsync(cluster.FrontendSystem, actor)).Value)
        {
            using var prediction = (await predictor.PredictAsync(Tensor.From(new float[500_000], [1, 500_000])).WaitAsync(Until.Limit)).Value;
            Assert.Equal(500_000, prediction.Tensor.Span<float>().Count(1));
        }

        await opened.DisposeAsync();
        await other.Terminate().WaitAsync(Until.Limit);
        sessions.AssertAtRest();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task ConnectAsync_to_a_frontend_without_nodes_fails_when_those_were_waited_for(bool isElsewhere)
    {
        var time = new SteppedTime();
        await using var cluster = await TestCluster.Start(0, frontend: new() { WaitForNode = TimeSpan.FromSeconds(20) }, time: time);
        using var client = isElsewhere ? ClusterSystem.Start("client", cluster.FrontendSystem) : null;
        var frontend = client is null ? cluster.Frontend : await ClusterSystem.Find(cluster.Frontend, cluster.FrontendSystem, client);
        var connecting = AkkaPredictor.ConnectAsync(client ?? cluster.FrontendSystem, frontend);
        await Until.True(
            () =>
            {
                time.Advance(TimeSpan.FromSeconds(1)); // from when it was asked, which nothing tells
                return connecting.IsCompleted;
            },
            "an end");
        var failure = (await connecting).Failure!;
        Assert.Equal(
            (ErrorKind.NotReady, "no inference node of the cluster serves test; one was waited for 20 s. Start one, or raise akka.actorinference.frontend.wait-for-node."),
            (failure.Kind, failure.Message));
        if (client is not null) await client.Terminate().WaitAsync(Until.Limit);
    }

    [Fact]
    public async Task Capacity_follows_the_nodes()
    {
        var time = new SteppedTime();
        await using var cluster = await TestCluster.Start(1);
        await using var predictor = (await AkkaPredictor.ConnectAsync(cluster.FrontendSystem, cluster.Frontend, time)).Value;
        Assert.Equal(2, predictor.Capacity);
        cluster.Add(capacity: 3);
        await Has(5);
        await TestCluster.Leave(cluster[0]);
        await Has(3);

        Task Has(int capacity) => Until.True(
            () =>
            {
                time.Advance(TimeSpan.FromSeconds(1));
                return predictor.Capacity == capacity;
            },
            $"a capacity of {capacity}");
    }

    [Fact]
    public async Task Request_that_never_has_a_reply_from_another_machine_ends_after_its_deadline()
    {
        var time = new SteppedTime();
        await using var cluster = await TestCluster.Start(0);
        using var other = ClusterSystem.Start("deaf", cluster.FrontendSystem);
        var deaf = other.ActorOf(Props.Create(() => new Deaf()), "deaf");
        var actor = await ClusterSystem.Find(deaf, other, cluster.FrontendSystem);
        var predictor = (await AkkaPredictor.ConnectAsync(cluster.FrontendSystem, actor, time)).Value;
        var forever = predictor.PredictAsync(Tensor.From([1f], [1, 1]));
        var late = predictor.PredictAsync(Tensor.From([1f], [1, 1]), new() { Deadline = TimeSpan.FromSeconds(2) });
        for (var i = 0; i < 6; i++) time.Advance(TimeSpan.FromSeconds(1));
        Assert.False(late.IsCompleted);
        await Until.True(
            () =>
            {
                time.Advance(TimeSpan.FromSeconds(1));
                return late.IsCompleted;
            },
            "an end");
        Assert.Equal(
            (ErrorKind.DeadlineExceeded, $"{actor.Path} has not replied 5 s after the deadline; the request or its reply may have been lost with a connection."),
            ((await late).Failure!.Kind, (await late).Failure!.Message));
        Assert.False(forever.IsCompleted);
        await other.Terminate().WaitAsync(Until.Limit);
        Assert.Equal(ErrorKind.SessionFailed, (await forever.WaitAsync(Until.Limit)).Failure!.Kind);
        await predictor.DisposeAsync();
    }

    [Fact]
    public async Task Last_reply_of_a_predictor_that_drains_gets_through_in_chunks_before_its_actor_is_gone()
    {
        const int Columns = 8_000_000;
        await using var cluster = await TestCluster.Start(0);
        using var lanes = ClusterSystem.Start("lanes", cluster.FrontendSystem);
        var sessions = new FakeSessionFactory { Record = false, Model = FakeModel.Affine(2, 1, "float32 [N,M]"), Script = _ => FakeBehaviour.Block };
        var opened = (await AkkaPredictor.OpenAsync(lanes, sessions, ModelSource.Memory(default, "m"), new() { Placement = Placement.Parse("fake"), WarmUp = new() { BatchSizes = [] } })).Value;
        var actor = await ClusterSystem.Find(opened.Actor, lanes, cluster.FrontendSystem);
        await using (var predictor = (await AkkaPredictor.ConnectAsync(cluster.FrontendSystem, actor)).Value)
        {
            var asked = predictor.PredictAsync(Tensor.From(new float[Columns], [1, Columns]));
            await OwnThread.Run(() => sessions.WaitForBlocked());
            var end = opened.ShutdownAsync();
            sessions.Script = null;
            sessions.ReleaseAll();
            using var prediction = (await asked.WaitAsync(Until.Limit)).Value;
            Assert.Equal(Columns, prediction.Tensor.Shape[^1]);
            await end.WaitAsync(Until.Limit);
        }

        await lanes.Terminate().WaitAsync(Until.Limit);
        sessions.AssertAtRest();
    }

    [Theory]
    [InlineData("client")]
    [InlineData("lanes")]
    public async Task Prediction_that_is_not_taken_where_it_goes_ends(string whoTakesLittle)
    {
        await using var cluster = await TestCluster.Start(1);
        using var client = ClusterSystem.Start("client", cluster.FrontendSystem, ("akka.actorinference.wire.max-message-size", whoTakesLittle == "client" ? "100KiB" : "256MiB"));
        using var lanes = ClusterSystem.Start("lanes", cluster.FrontendSystem, ("akka.actorinference.wire.max-message-size", whoTakesLittle == "client" ? "256MiB" : "100KiB"));
        var signature = new ModelSignature([new("x", new TensorType(ElementType.Float32, null))], [new("y", new TensorType(ElementType.Float32, null))], []);
        var sessions = new FakeSessionFactory { Record = false, Model = new(signature, _ => new Dictionary<string, Value?> { ["y"] = Tensor.From(new float[50_000], [1, 50_000]) }) };
        var opened = (await AkkaPredictor.OpenAsync(lanes, sessions, ModelSource.Memory(default, "m"), new() { Placement = Placement.Parse("fake"), WarmUp = new() { BatchSizes = [] } })).Value;
        var actor = await ClusterSystem.Find(opened.Actor, lanes, client);
        await using (var predictor = (await AkkaPredictor.ConnectAsync(client, actor)).Value)
        {
            var columns = whoTakesLittle == "client" ? 1 : 50_000;
            var failure = (await predictor.PredictAsync(Tensor.From(new float[columns], [1, columns])).WaitAsync(Until.Limit)).Failure!;
            Assert.Equal(ErrorKind.NotReady, failure.Kind);
            Assert.Contains("max-message-size", failure.Message, StringComparison.Ordinal);
        }

        await opened.DisposeAsync();
        foreach (var system in new[] { client, lanes }) await system.Terminate().WaitAsync(Until.Limit);
    }

    [Fact]
    public async Task Shutdown_ends_when_the_last_request_turns_out_to_be_too_long_to_send()
    {
        await using var cluster = await TestCluster.Start(0);
        using var client = ClusterSystem.Start("client", cluster.FrontendSystem, ("akka.actorinference.wire.max-message-size", "100KiB"));
        var replies = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        var local = cluster.FrontendSystem.ActorOf(Props.Create(() => new Describing(replies)));
        var actor = await ClusterSystem.Find(local, cluster.FrontendSystem, client);
        var predictor = (await AkkaPredictor.ConnectAsync(client, actor)).Value;
        var asker = client.ActorSelection(await replies.Task);
        var end = Task.CompletedTask;
        var items = new WatchedItems([Tensor.From(new float[50_000], [50_000])]);
        items.Measured = () =>
        {
            items.Measured = null;
            end = predictor.ShutdownAsync();
            asker.Ask<ActorIdentity>(new Identify(null), Until.Limit).GetAwaiter().GetResult(); // it has looked whether anything is left
        };
        var outcome = await OwnThread.Run(() => predictor.PredictAsync([new RunInput("x", new SequenceValue(items))]).GetAwaiter().GetResult());
        Assert.Equal(ErrorKind.InvalidInput, outcome.Failure!.Kind);
        Assert.Null(items.Measured);
        await end.WaitAsync(Until.Limit);
        await client.Terminate().WaitAsync(Until.Limit);
    }

    [Fact]
    public async Task Input_that_no_message_can_hold_is_refused()
    {
        await using var cluster = await TestCluster.Start(1);
        using var client = ClusterSystem.Start("client", cluster.FrontendSystem, ("akka.actorinference.wire.max-message-size", "100KiB"));
        var frontend = await ClusterSystem.Find(cluster.Frontend, cluster.FrontendSystem, client);
        await using (var predictor = (await AkkaPredictor.ConnectAsync(client, frontend)).Value)
        {
            Assert.Equal(ErrorKind.InvalidInput, (await predictor.PredictAsync(Tensor.From(new float[50_000], [1, 50_000])).WaitAsync(Until.Limit)).Failure!.Kind);
        }

        await client.Terminate().WaitAsync(Until.Limit);
    }

    /// <summary>Says what it predicts with, and who has asked.</summary>
    private sealed class Describing : ReceiveActor
    {
        public Describing(TaskCompletionSource<string> asker) => Receive<DescribeModel>(_ =>
        {
            asker.TrySetResult(Sender.Path.ToStringWithoutAddress());
            Sender.Tell(new ModelDescription("sequences", new([new("x", new SequenceType(new TensorType(ElementType.Float32, null)))], [new("y", new TensorType(ElementType.Float32, null))], []), ["y"], 1));
        });
    }

    /// <summary>Items that tell when they are read one by one, as whoever writes them does.</summary>
    private sealed class WatchedItems(Value[] items) : IReadOnlyList<Value>
    {
        public Action? Measured { get; set; }

        public int Count => items.Length;

        public Value this[int index]
        {
            get
            {
                Measured?.Invoke();
                return items[index];
            }
        }

        public IEnumerator<Value> GetEnumerator() => ((IEnumerable<Value>)items).GetEnumerator();

        IEnumerator IEnumerable.GetEnumerator() => items.GetEnumerator();
    }

    private sealed class Deaf : ReceiveActor
    {
        public Deaf()
        {
            Receive<DescribeModel>(_ => Sender.Tell(new ModelDescription("deaf", FakeModel.Affine(2, 1, "float32 [N,M]").Signature, ["y"], 1)));
            Receive<PredictRequest>(request => request.Release());
        }
    }
}
