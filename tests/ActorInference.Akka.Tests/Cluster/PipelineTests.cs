using System.Collections.Immutable;
using Akka.Actor;
using Akka.Streams;
using Akka.Streams.Dsl;
using static ActorInference.Akka.Tests.AffineStreams;

namespace ActorInference.Akka.Tests.Cluster;

/// <summary>Streams through a pipeline on another node, each node an actor system of its own in one process, over loopback. <see cref="TestCluster"/> sees to it that no tensor is left.</summary>
[Collection(nameof(Alone))]
public sealed class PipelineTests
{
    private static readonly ClusterPipelineOptions Impatient = new() { WaitForNode = TimeSpan.FromSeconds(1) };

    [Fact]
    public async Task Outcomes_come_in_the_order_of_their_items_whatever_their_size_and_what_failed_keeps_its_place()
    {
        await using var cluster = await Start(1);
        var outcomes = await Source.From(Enumerable.Range(0, 300)).Select(Item).Via(Flow(cluster)).Select(Read).RunWith(Sink.Seq<string>(), cluster.FrontendSystem.Materializer()).WaitAsync(Until.Limit);
        Assert.Equal(Enumerable.Range(0, 300).Select(i => i % 50 == 7 ? "invalid-input: seven" : $"{(2 * i) + 1} of {Columns(i)}"), outcomes);

        static Tensor Item(int i)
        {
            var tensor = Tensor.Allocate(ElementType.Float32, [1, Columns(i)]);
            tensor.Span<float>().Clear();
            tensor.Span<float>()[0] = i;
            return tensor;
        }

        static int Columns(int i) => i % 10 == 0 ? 50_000 : 1 + (i % 4); // 200 kB: some go in parts
    }

    [Fact]
    public async Task Streams_go_to_the_node_that_runs_the_fewest_and_each_is_a_run_of_its_own()
    {
        await using var cluster = await Start(2);
        foreach (var node in cluster.Nodes) node.Predictor.Close();
        var all = Enumerable.Range(0, 4).Select(i => Open(cluster, 100 * i)).ToList();
        await Until.True(() => cluster.Nodes.All(node => node.Predictor.Asked.Select(first => (int)first / 100).Distinct().Count() == 2), "two streams at each node");
        foreach (var node in cluster.Nodes) node.Predictor.Open();
        foreach (var (i, stream) in all.Index()) Assert.Equal(Results(100 * i, 10), await stream.WaitAsync(Until.Limit));

        static Task<IImmutableList<string>> Open(TestCluster cluster, int from)
        {
            var stream = Range(from, 10).Via(Flow(cluster)).Select(Read).RunWith(Sink.Seq<string>(), cluster.FrontendSystem.Materializer());
            Until.True(() => cluster.Nodes.Any(node => node.Predictor.Asked.Contains(from)), "the stream has begun").Wait();
            return stream;
        }
    }

    [Fact]
    public async Task Shutdown_finishes_what_is_in_flight()
    {
        await using var cluster = await Start(1);
        cluster[0].Predictor.Close();
        var (killSwitch, all) = Range(0, int.MaxValue).ViaMaterialized(Flow(cluster), Keep.Right).Select(Read).ToMaterialized(Sink.Seq<string>(), Keep.Both).Run(cluster.FrontendSystem.Materializer());
        await Until.True(() => !cluster[0].Predictor.Asked.IsEmpty, "the stream has begun");
        killSwitch.Shutdown();
        cluster[0].Predictor.Open();
        var results = await all.WaitAsync(Until.Limit);
        Assert.Equal(Results(0, results.Count), results);
        Assert.Equal(results.Count, cluster[0].Predictor.Asked.Count);
    }

    [Fact]
    public async Task Abort_cancels_what_the_node_has_whose_outcomes_come_before_the_failure()
    {
        await using var cluster = await Start(1);
        var outcomes = new List<string>();
        cluster[0].Predictor.Close();
        var (killSwitch, end) = Range(0, int.MaxValue).ViaMaterialized(Flow(cluster), Keep.Right).Select(Read).ToMaterialized(Sink.ForEach<string>(outcomes.Add), Keep.Both).Run(cluster.FrontendSystem.Materializer());
        await Until.True(() => !cluster[0].Predictor.Asked.IsEmpty, "the stream has begun");
        killSwitch.Abort(new InvalidDataException("enough."));
        await Assert.ThrowsAsync<InvalidDataException>(() => end.WaitAsync(Until.Limit));
        Assert.NotEmpty(outcomes);
        Assert.All(outcomes, outcome => Assert.Equal("cancelled: the stream failed: enough.", outcome));
        await Ended(cluster[0]);
    }

    [Fact]
    public async Task Consumer_that_has_enough_has_the_node_cancel_the_rest()
    {
        await using var cluster = await Start(1);
        var results = await Range(0, int.MaxValue).Via(Flow(cluster)).Select(Read).Take(20).RunWith(Sink.Seq<string>(), cluster.FrontendSystem.Materializer()).WaitAsync(Until.Limit);
        Assert.Equal(Results(0, 20), results);
        await Ended(cluster[0]);
    }

    [Fact]
    public async Task Node_that_crashes_fails_its_streams_behind_the_outcomes_that_have_come()
    {
        await using var cluster = await Start(2);
        var results = new List<string>();
        var end = Range(0, int.MaxValue).Via(Flow(cluster)).Select(Read).RunForeach(results.Add, cluster.FrontendSystem.Materializer());
        await Until.True(() => results.Count > 50, "50 results");
        TestCluster.Crash(cluster.Nodes.Single(node => !node.Predictor.Asked.IsEmpty));
        var problem = await Assert.ThrowsAsync<InferenceException>(() => end.WaitAsync(Until.Limit));
        Assert.Equal(ErrorKind.DeviceLost, problem.Kind);
        Assert.Equal(Results(0, results.Count), results);
        Assert.Equal(Results(0, 10), await Range(0, 10).Via(Flow(cluster)).Select(Read).RunWith(Sink.Seq<string>(), cluster.FrontendSystem.Materializer()).WaitAsync(Until.Limit));
    }

    [Fact]
    public async Task Caller_that_crashes_has_the_node_cancel_its_streams()
    {
        await using var cluster = await Start(1);
        var caller = ClusterSystem.Start("frontend", cluster.FrontendSystem);
        cluster[0].Predictor.Close();
        _ = Range(0, int.MaxValue).Via(ClusterPipeline.Flow<Tensor, Tensor>(caller, Name)).Select(Read).RunWith(Sink.Ignore<string>(), caller.Materializer());
        await Until.True(() => !cluster[0].Predictor.Asked.IsEmpty, "the stream has begun");
        ((global::Akka.Actor.Internal.ActorSystemImpl)caller).Abort();
        await Ended(cluster[0]);
        await Until.True(() => cluster[0].Predictor.Cancelled == cluster[0].Predictor.Asked.Count, "all that was held up is cancelled");
    }

    [Fact]
    public async Task Node_that_leaves_finishes_what_it_was_sent_and_the_stream_goes_on_at_another()
    {
        await using var cluster = await Start(2);
        var results = new List<string>();
        var end = Range(0, 600).Via(Flow(cluster)).Select(Read).RunForeach(results.Add, cluster.FrontendSystem.Materializer());
        await Until.True(() => results.Count > 50, "50 results");
        var (first, second) = cluster[0].Predictor.Asked.IsEmpty ? (cluster[1], cluster[0]) : (cluster[0], cluster[1]);
        await TestCluster.Leave(first);
        await end.WaitAsync(Until.Limit);
        Assert.Equal(Results(0, 600), results);
        Assert.Equal(Enumerable.Range(0, 600).Select(i => (float)i), first.Predictor.Asked.Concat(second.Predictor.Asked).Order());
        Assert.NotEmpty(second.Predictor.Asked);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(int.MaxValue)]
    public async Task Part_that_is_lost_on_its_way_fails_the_stream_though_nothing_follows(int lost)
    {
        var options = new ClusterPipelineOptions { LostAfter = TimeSpan.FromSeconds(1) };
        await using var cluster = await TestCluster.Start(0);
        Serve(cluster.Add(settings: LossySerializer.Losing("part", after: 19, count: lost)), options);
        using var turns = new SemaphoreSlim(1);
        var (given, results) = (0, new List<string>());
        var end = Source.From(Enumerable.Range(0, int.MaxValue)).SelectAsync(1, Next).Via(Flow(cluster, options)).Select(Read).RunForeach(Note, cluster.FrontendSystem.Materializer());
        var problem = await Assert.ThrowsAsync<InferenceException>(() => end.WaitAsync(Until.Limit));
        Assert.Equal(ErrorKind.DeviceLost, problem.Kind);
        Assert.Equal("affine: the node at the other end of the stream, or the connection to it, was lost. What had no outcome yet has none; a new stream goes to another node.", problem.Message);
        Assert.Equal(Results(0, given - 1), results);

        // One item at a time: the next one goes when the last has come back.
        async Task<Tensor> Next(int item)
        {
            await turns.WaitAsync();
            given++;
            return Number(item);
        }

        void Note(string result)
        {
            results.Add(result);
            turns.Release();
        }
    }

    [Fact]
    public async Task Random_streams_keep_their_order_however_they_end()
    {
        await using var cluster = await Start(2);
        for (var seed = 0; seed < 60; seed++)
        {
            var random = new Random(seed);
            var (items, ending, at) = (random.Next(0, 80), random.Next(4), random.Next(1, 80));
            var results = new List<string>();
            var opened = new TaskCompletionSource<UniqueKillSwitch>();
            var (killSwitch, end) = Range(0, items)
                .ViaMaterialized(Flow(cluster), Keep.Right)
                .Select(Read)
                .Take(ending == 3 ? at : int.MaxValue)
                .ToMaterialized(Sink.ForEach<string>(Note), Keep.Both)
                .Run(cluster.FrontendSystem.Materializer());
            opened.SetResult(killSwitch);
            var isAborted = ending == 2 && at < items;
            var problem = await Record.ExceptionAsync(() => end.WaitAsync(Until.Limit));
            Assert.True(problem is InvalidDataException == isAborted || (isAborted && problem is null && results.Count == items), $"seed {seed}: {problem}");
            var own = results.TakeWhile(result => !result.StartsWith("cancelled", StringComparison.Ordinal)).ToList();
            Assert.Equal(Results(0, own.Count), own);
            Assert.All(results.Skip(own.Count), result => Assert.Equal("cancelled: the stream failed: enough.", result));
            if (ending is 0 || (ending is 1 or 2 && at >= items)) Assert.Equal(items, own.Count);
            if (ending == 1 && at < items) Assert.InRange(own.Count, at, items);
            if (ending == 3) Assert.Equal(Math.Min(at, items), own.Count);

            void Note(string result)
            {
                results.Add(result);
                if (results.Count != at) return;
                if (ending == 1) opened.Task.Result.Shutdown();
                if (ending == 2) opened.Task.Result.Abort(new InvalidDataException("enough."));
            }
        }

        foreach (var node in cluster.Nodes) await Ended(node);
    }

    [Fact]
    public async Task Stream_waits_for_a_node_and_fails_when_none_comes()
    {
        await using var cluster = await TestCluster.Start(0);
        var problem = await Assert.ThrowsAsync<InferenceException>(() => Run(Impatient));
        Assert.Equal(ErrorKind.NotReady, problem.Kind);
        Assert.Equal("affine: no node of the cluster runs streams of it; ClusterPipeline.Start has one do so, on a system with the role 'inference'. Waited 1 s.", problem.Message);

        var results = Run(null);
        Serve(cluster.Add());
        Assert.Equal(Results(0, 10), await results.WaitAsync(Until.Limit));

        Task<IImmutableList<string>> Run(ClusterPipelineOptions? options) => Range(0, 10).Via(Flow(cluster, options)).Select(Read).RunWith(Sink.Seq<string>(), cluster.FrontendSystem.Materializer());
    }

    [Fact]
    public async Task Stream_is_refused_where_all_nodes_run_as_many_as_they_take()
    {
        await using var cluster = await Start(1, new() { MaxStreams = 1 });
        cluster[0].Predictor.Close();
        var first = Range(0, 10).Via(Flow(cluster)).Select(Read).RunWith(Sink.Seq<string>(), cluster.FrontendSystem.Materializer());
        await Until.True(() => !cluster[0].Predictor.Asked.IsEmpty, "the stream has begun");
        var problem = await Assert.ThrowsAsync<InferenceException>(() => Range(0, 10).Via(Flow(cluster, Impatient)).RunWith(Sink.Ignore<Outcome<Tensor>>(), cluster.FrontendSystem.Materializer()).WaitAsync(Until.Limit));
        Assert.Equal(ErrorKind.Overloaded, problem.Kind);
        Assert.Equal("affine: that node runs 1 stream, and akka.actorinference.pipeline.max-streams is 1; waited 1 s for one that takes the stream.", problem.Message);
        cluster[0].Predictor.Open();
        Assert.Equal(Results(0, 10), await first.WaitAsync(Until.Limit));
    }

    [Fact]
    public async Task Groups_are_made_at_the_node_of_items_that_follow_one_another()
    {
        await using var cluster = await TestCluster.Start(1);
        ClusterPipeline.Start(cluster[0].System, Name, Pipeline.Of<Tensor>().GroupedWithin(4, Timeout.InfiniteTimeSpan).Map<Tensor>("sum", Sum));
        var sums = await Range(0, 10).Via(Flow(cluster)).Select(Read).RunWith(Sink.Seq<string>(), cluster.FrontendSystem.Materializer()).WaitAsync(Until.Limit);
        Assert.Equal(["6 of 1", "22 of 1", "17 of 1"], sums);

        static Outcome<Tensor> Sum(IReadOnlyList<Tensor> group)
        {
            var sum = group.Sum(tensor => tensor.Span<float>()[0]);
            foreach (var tensor in group) tensor.Dispose();
            return Tensor.From([sum], [1, 1]);
        }
    }

    [Fact]
    public async Task What_cannot_be_sent_or_is_of_another_type_fails_in_its_place()
    {
        await using var cluster = await Start(1);
        var values = Source.From(new Value[] { Number(1), new MapValue(Tensor.From([1L], [1]), Tensor.From([1f], [1])), Disposed(), Tensor.Allocate(ElementType.UInt8, [300_000_000]), Tensor.Allocate(ElementType.UInt8, new TensorShape(new long[300])), Number(2) });
        var outcomes = await values.Via(ClusterPipeline.Flow<Value, Tensor>(cluster.FrontendSystem, Name)).Select(Read).RunWith(Sink.Seq<string>(), cluster.FrontendSystem.Materializer()).WaitAsync(Until.Limit);
        Assert.Equal(
            [
                "3 of 1",
                "invalid-input: the stream is one of Tensor, and a MapValue came; both ends have to say the same types.",
                "invalid-input: a value has been disposed before it could be sent; what goes into a stream to another node is the stream's.",
                "invalid-input: the message takes 300,000,014 bytes on the wire; no more than 268,435,456 may; raise akka.actorinference.wire.max-message-size on all nodes.",
                "invalid-input: A tensor of rank 300 has no form on the wire; 255 is the most.",
                "5 of 1",
            ],
            outcomes);

        static Tensor Disposed()
        {
            var tensor = Number(0);
            tensor.Dispose();
            return tensor;
        }
    }

    [Fact]
    public void Names_are_checked_where_they_are_given()
    {
        using var system = ActorSystem.Create("names", AkkaConfiguration.Reference);
        Assert.Equal("'a/b' cannot name a pipeline in a cluster; use letters, digits, -, _ and dots. (Parameter 'name')", Assert.Throws<ArgumentException>(() => ClusterPipeline.Flow<Tensor, Tensor>(system, "a/b")).Message);
        Assert.Throws<ArgumentException>(() => ClusterPipeline.Start(system, "", Pipeline.Of<Tensor>()));
    }
}
