using System.Collections.Immutable;
using System.Runtime;
using System.Runtime.Serialization;
using System.Text;
using Akka.Actor;
using Akka.Streams;
using Akka.Streams.Dsl;
using static ActorInference.Akka.Tests.AffineStreams;

namespace ActorInference.Akka.Tests.Cluster;

/// <summary>Streams to other nodes when single messages are lost on the way, when they end at an unlucky moment, and when they last long.</summary>
[Collection(nameof(Alone))]
public sealed class PipelineFaultTests
{
    // Nothing that a test waits for: what is left at a node without this is a defect.
    private static readonly (string Key, string Value) NobodySubscribes = ("akka.stream.materializer.stream-ref.subscription-timeout", "10m");

    [Fact]
    public async Task Opening_whose_answer_is_lost_takes_up_no_place_at_the_node()
    {
        await using var cluster = await TestCluster.Start(0);
        Serve(cluster.Add(settings: NobodySubscribes), new() { MaxStreams = 1 });
        var caller = ClusterSystem.Start("frontend", cluster.FrontendSystem, LossySerializer.Losing("stream-opened", count: 1));
        var options = new ClusterPipelineOptions { AnswerTimeout = TimeSpan.FromMilliseconds(300), WaitForNode = TimeSpan.FromSeconds(20) };
        Assert.Equal(Results(0, 10), await Run(caller, Range(0, 10), options));
        await Ended(cluster[0]);
        await caller.Terminate().WaitAsync(Until.Limit);
    }

    [Fact]
    public async Task Stream_that_ends_just_when_it_is_opened_ends_at_the_node_at_once()
    {
        await using var cluster = await TestCluster.Start(0);
        Serve(cluster.Add(settings: NobodySubscribes));
        using var gate = new ManualResetEventSlim();
        var isHeld = false;
        var busy = Source.Single(0).Select(_ => Hold()); // in the same actor as the flow
        var (killSwitch, end) = Range(0, 10)
            .Via(Flow(cluster))
            .Merge(busy)
            .ViaMaterialized(KillSwitches.Single<Outcome<Tensor>>(), Keep.Right)
            .Select(Read)
            .ToMaterialized(Sink.Seq<string>(), Keep.Both)
            .Run(cluster.FrontendSystem.Materializer());
        await Until.True(() => Volatile.Read(ref isHeld), "the actor is busy");
        killSwitch.Shutdown(); // the actor hears of it before it hears of the opening
        await Until.True(async () => await Streams() == 1, "a stream at the node");
        for (var i = 0; i < 5; i++) await Streams(); // each comes behind the node's answer to the opening
        gate.Set();
        await end.WaitAsync(Until.Limit);
        await Ended(cluster[0]);

        Outcome<Tensor> Hold()
        {
            Volatile.Write(ref isHeld, true);
            gate.Wait(Until.Limit);
            return new Failure(ErrorKind.Cancelled, "held");
        }

        async Task<int> Streams()
        {
            var address = cluster[0].Address;
            return (await cluster.FrontendSystem.ActorSelection($"{address}/user/pipeline-{Name}").Ask<PipelineSnapshot>(DescribePipeline.Instance, Until.Limit)).Streams;
        }
    }

    [Fact]
    public async Task Abort_that_the_node_does_not_hear_of_ends_the_stream_all_the_same()
    {
        await using var cluster = await TestCluster.Start(0);
        Serve(cluster.Add(settings: LossySerializer.Losing("stream-aborted")));
        var results = new List<string>();
        var (killSwitch, end) = Range(0, int.MaxValue).ViaMaterialized(Flow(cluster), Keep.Right).Select(Read).ToMaterialized(Sink.ForEach<string>(results.Add), Keep.Both).Run(cluster.FrontendSystem.Materializer());
        await Until.True(() => results.Count > 20, "20 results");
        killSwitch.Abort(new InvalidDataException("enough."));
        await Assert.ThrowsAsync<InvalidDataException>(() => end.WaitAsync(Until.Limit));
        await Ended(cluster[0]);
    }

    [Fact]
    public async Task Node_that_leaves_does_not_disturb_a_stream_that_leaves_another_one()
    {
        await using var cluster = await TestCluster.Start(0);
        var first = cluster.Add(settings: [.. LossySerializer.Losing("stream-unwanted"), NobodySubscribes]);
        Serve(first, new() { MaxStreams = 1 });
        var caller = ClusterSystem.Start("frontend", cluster.FrontendSystem, LossySerializer.Losing("stream-opened", count: 1));
        var results = Run(caller, Range(0, 100), new() { AnswerTimeout = TimeSpan.FromMilliseconds(300) });
        await Until.True(async () => (await Describe(first)).Streams == 1, "a stream that nobody knows of at the first node");

        var second = cluster.Add();
        second.Predictor.Close();
        Serve(second);
        await Until.True(() => !second.Predictor.Asked.IsEmpty, "the stream has begun at the second");
        var leaving = TestCluster.Leave(second);
        await Until.True(async () => (await Describe(second)).IsDraining, "the second leaves");
        _ = TestCluster.Leave(first);
        await Until.True(async () => (await Describe(first)).IsDraining, "the first leaves, and says so of its stream too");

        Serve(cluster.Add());
        second.Predictor.Open();
        Assert.Equal(Results(0, 100), await results);
        await leaving;
        await caller.Terminate().WaitAsync(Until.Limit);

        Task<PipelineSnapshot> Describe(TestCluster.Node node) => caller.ActorSelection($"{node.Address}/user/pipeline-{Name}").Ask<PipelineSnapshot>(DescribePipeline.Instance, Until.Limit);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Every_tensor_is_disposed_whichever_end_cuts_a_stream_off(bool isCutByNode)
    {
        var rented = TensorPool.Shared.RentedCount;
        await using var cluster = await TestCluster.Start(1);
        var caller = ClusterSystem.Start("frontend", cluster.FrontendSystem, ("akka.stream.materializer.stream-ref.final-termination-signal-deadline", "10ms"));
        for (var round = 0; round < 20; round++)
        {
            GC.TryStartNoGCRegion(64 << 20); // a collection would give back what nobody disposed
            var node = ClusterPipeline.Start(cluster[0].System, $"{Name}-{round}", Pipeline.Of<Tensor>().Map<Tensor>("as it is", tensor => tensor));
            var (count, at) = (0, 5 * round);
            var (killSwitch, end) = Range(0, int.MaxValue)
                .Via(ClusterPipeline.Flow<Tensor, Tensor>(caller, $"{Name}-{round}"))
                .ViaMaterialized(KillSwitches.Single<Outcome<Tensor>>(), Keep.Right)
                .Select(Count)
                .ToMaterialized(Sink.Ignore<string>(), Keep.Both)
                .Run(caller.Materializer());
            await Until.True(() => Volatile.Read(ref count) > at, "some results");
            if (isCutByNode) await node.GracefulStop(Until.Limit);
            else killSwitch.Shutdown();
            var problem = await Record.ExceptionAsync(() => end.WaitAsync(Until.Limit));
            Assert.Equal(isCutByNode ? ErrorKind.DeviceLost : null, (problem as InferenceException)?.Kind);
            await Until.True(() => TensorPool.Shared.RentedCount == rented, $"every tensor disposed in round {round}");
            if (GCSettings.LatencyMode == GCLatencyMode.NoGCRegion) GC.EndNoGCRegion();

            string Count(Outcome<Tensor> outcome)
            {
                Interlocked.Increment(ref count);
                return Read(outcome);
            }
        }

        await caller.Terminate().WaitAsync(Until.Limit);
    }

    [Fact]
    public async Task Node_runs_streams_of_its_own_and_of_others_alike()
    {
        await using var cluster = await Start(1);
        Assert.Equal(Results(0, 100), await Run(cluster[0].System, Range(0, 100)));
        await Ended(cluster[0]);
    }

    [Fact]
    public async Task Stream_lasts_however_long_a_source_a_model_or_a_consumer_takes()
    {
        var options = new ClusterPipelineOptions { LostAfter = TimeSpan.FromSeconds(2) };
        await using var cluster = await Start(1, options);
        var (source, consumer) = (new TaskCompletionSource<Tensor>(), new TaskCompletionSource());
        var waiting = Run(cluster.FrontendSystem, Range(0, 1).Concat(Source.FromTask(source.Task)), options);
        var consumed = Range(0, 200).Via(Flow(cluster, options)).Select(Read).SelectAsync(1, Hold).RunWith(Sink.Seq<string>(), cluster.FrontendSystem.Materializer());
        await Until.True(() => cluster[0].Predictor.Asked.Count > 20, "both have begun");
        cluster[0].Predictor.Close();
        var modelled = Run(cluster.FrontendSystem, Range(0, 200), options);

        // The time that passes is counted in what a stream of its own says to keep itself alive: more than twice what is too long.
        var (idle, lost) = (new TaskCompletionSource<Tensor>(), ClusterSystem.Start("frontend", cluster.FrontendSystem, LossySerializer.Losing("part", after: 8)));
        await Assert.ThrowsAsync<InferenceException>(() => Run(lost, Source.FromTask(idle.Task), options));
        Assert.False(waiting.IsCompleted || consumed.IsCompleted || modelled.IsCompleted);

        source.SetResult(Number(1));
        cluster[0].Predictor.Open();
        consumer.SetResult();
        Assert.Equal(Results(0, 2), await waiting);
        Assert.Equal(Results(0, 200), await consumed.WaitAsync(Until.Limit));
        Assert.Equal(Results(0, 200), await modelled);
        await lost.Terminate().WaitAsync(Until.Limit);

        async Task<string> Hold(string result)
        {
            await consumer.Task;
            return result;
        }
    }

    [Theory]
    [InlineData("", false)]
    [InlineData("nobody", false)]
    [InlineData("akka.tcp://elsewhere@nowhere:1/user/x", true)]
    public async Task Caller_that_is_nobody_disturbs_no_other_stream(string caller, bool isSomewhere)
    {
        await using var cluster = await Start(1);
        cluster[0].Predictor.Close();
        var results = Run(cluster.FrontendSystem, Range(0, 10));
        await Until.True(() => !cluster[0].Predictor.Asked.IsEmpty, "the stream has begun");
        var problem = Record.Exception(() => cluster[0].System.ActorSelection($"/user/pipeline-{Name}").Tell(Opening()));
        Assert.Equal(isSomewhere, problem is not SerializationException);
        await cluster[0].System.ActorSelection($"/user/pipeline-{Name}").Ask<PipelineSnapshot>(DescribePipeline.Instance, Until.Limit);
        cluster[0].Predictor.Open();
        Assert.Equal(Results(0, 10), await results);

        // As it crosses the wire: version, number of the stream, who is told of it.
        object Opening() => new WireSerializer((ExtendedActorSystem)cluster[0].System).FromBinary([1, .. Guid.NewGuid().ToByteArray(), .. BitConverter.GetBytes(caller.Length), .. Encoding.UTF8.GetBytes(caller)], "stream");
    }

    private static Task<IImmutableList<string>> Run(ActorSystem caller, Source<Tensor, global::Akka.NotUsed> items, ClusterPipelineOptions? options = null) =>
        items.Via(ClusterPipeline.Flow<Tensor, Tensor>(caller, Name, options)).Select(Read).RunWith(Sink.Seq<string>(), caller.Materializer()).WaitAsync(Until.Limit);
}
