using Akka.Actor;
using Akka.Event;

namespace ActorInference.Akka.Tests.Cluster;

/// <summary>A frontend and inference nodes, each an actor system of its own, in one process.</summary>
[Collection(nameof(Alone))]
public sealed class ClusterTests
{
    private const int Items = 1000;

    [Fact]
    public async Task Every_item_has_its_own_result_and_all_nodes_work()
    {
        await using var cluster = await TestCluster.Start(2);
        await cluster.Caller.AskAll(0, Items, 64);
        Assert.All([cluster[0], cluster[1]], node => Assert.NotEmpty(node.Predictor.Asked));
        Assert.Equal(Range(Items), Asked(cluster[0], cluster[1]));
    }

    [Fact]
    public async Task Node_that_joins_under_load_gets_its_part()
    {
        await using var cluster = await TestCluster.Start(1);
        cluster[0].Predictor.Delay = TimeSpan.FromMilliseconds(5);
        await cluster.Caller.AskAll(0, 100, 64);
        var joined = cluster.Add();
        joined.Predictor.Delay = TimeSpan.FromMilliseconds(5);
        var items = 100;
        for (; joined.Predictor.Asked.Count <= 50 && items < 100 * Items; items += 100) await cluster.Caller.AskAll(items, 100, 64);
        Assert.True(joined.Predictor.Asked.Count > 50);
        Assert.Equal(Range(items), Asked(cluster[0], joined));
    }

    [Fact]
    public async Task Node_that_leaves_under_load_finishes_what_it_has_and_nothing_runs_twice()
    {
        await using var cluster = await TestCluster.Start(2);
        foreach (var node in new[] { cluster[0], cluster[1] }) node.Predictor.Delay = TimeSpan.FromMilliseconds(2);
        var all = cluster.Caller.AskAll(0, Items, 64, 20_000); // in chunks: those under way count among what is to be finished
        await Until.True(() => cluster[1].Predictor.Asked.Count > 100, "100 items");
        await TestCluster.Leave(cluster[1]);
        await all;
        Assert.Equal(Range(Items), Asked(cluster[0], cluster[1]));
        await cluster.Knows(1);
        Assert.Single((await cluster.Snapshot()).Nodes);
    }

    [Fact]
    public async Task System_that_crashes_under_load_loses_no_item()
    {
        await using var cluster = await TestCluster.Start(3);
        foreach (var node in new[] { cluster[0], cluster[1], cluster[2] }) node.Predictor.Delay = TimeSpan.FromMilliseconds(2);
        var all = cluster.Caller.AskAll(0, Items, 64);
        await Until.True(() => cluster[1].Predictor.Asked.Count > 50, "50 items");
        cluster[1].Predictor.Close(); // what it has stays there
        await Until.True(async () => (await cluster.Snapshot()).Nodes.Single(node => node.Address == cluster[1].Address).Sent > 0, "requests at the node that is to crash");
        TestCluster.Crash(cluster[1]);
        await all;
        Assert.True((await cluster.Snapshot()).Resent > 0);
        await cluster.Knows(2);
    }

    [Fact]
    public async Task Slow_node_gets_what_it_can_do_and_holds_nobody_up()
    {
        await using var cluster = await TestCluster.Start(2);
        cluster[0].Predictor.Delay = TimeSpan.FromMilliseconds(200);
        await cluster.Caller.AskAll(0, Items, 16);
        Assert.InRange(cluster[0].Predictor.Asked.Count, 0, Items / 10);
        Assert.Equal(Range(Items), Asked(cluster[0], cluster[1]));
    }

    [Theory]
    [InlineData(25_000, 200)]
    [InlineData(1_000_000, 12)]
    public async Task Items_larger_than_a_frame_cross_in_chunks(int columns, int items)
    {
        await using var cluster = await TestCluster.Start(2);
        await cluster.Caller.AskAll(0, items, 8, columns);
        Assert.Equal(Range(items), Asked(cluster[0], cluster[1]));
    }

    [Fact]
    public async Task Node_has_no_more_than_its_window_and_the_rest_waits_at_the_frontend()
    {
        await using var cluster = await TestCluster.Start(1, node: new() { Window = 3 });
        cluster[0].Predictor.Close();
        var all = cluster.Caller.AskAll(0, 20, 20);
        await Until.True(async () => (await cluster.Snapshot()).Waiting == 17, "17 that wait");
        await Until.True(async () => (await cluster[0].Snapshot()).Running == 3, "3 that run");
        Assert.Equal(3, cluster[0].Predictor.Asked.Count);
        cluster[0].Predictor.Open();
        await all;
    }

    [Fact]
    public async Task Window_holds_for_all_frontends_together()
    {
        await using var cluster = await TestCluster.Start(1, node: new() { Window = 4 });
        var second = ClusterFrontend.Start(cluster.FrontendSystem, "other"); // asks for a model that nobody has
        using var otherSystem = ClusterSystem.Start("frontend", cluster.FrontendSystem);
        var other = ClusterFrontend.Start(otherSystem, TestCluster.Model);
        using var caller = new Caller(otherSystem, other);
        cluster[0].Predictor.Close();
        var mine = cluster.Caller.AskAll(0, 50, 50);
        var others = caller.AskAll(50, 50, 50);
        await Until.True(async () => (await cluster[0].Snapshot()).Running == 4, "a full window");
        Assert.Equal(4, cluster[0].Predictor.Asked.Count);
        cluster[0].Predictor.Delay = TimeSpan.FromMilliseconds(1);
        cluster[0].Predictor.Open();
        await Task.WhenAll(mine, others);
        Assert.Equal(Range(100), Asked(cluster[0]));
        await second.GracefulStop(Until.Limit);
        await otherSystem.Terminate();
        Assert.Equal(0, caller.Surplus);
    }

    [Fact]
    public async Task Failure_from_a_node_that_is_known_no_more_is_nobodys_answer()
    {
        await using var cluster = await TestCluster.Start(0);
        var (id, reply) = cluster.Caller.Ask(1);
        cluster.Frontend.Tell(new PredictReply(id, new Failure(ErrorKind.NotReady, "the node of test has been stopped.")), cluster.Caller.Self);
        await cluster.Snapshot();
        cluster.Add();
        Caller.AssertIs(1, await Soon(reply));
    }

    [Fact]
    public async Task Node_that_serves_another_model_gets_nothing_and_the_log_says_so_once()
    {
        var time = new SteppedTime();
        await using var cluster = await TestCluster.Start(2);
        cluster.FrontendSystem.EventStream.SetLogLevel(LogLevel.WarningLevel);
        var warnings = Inbox.Create(cluster.FrontendSystem);
        cluster.FrontendSystem.EventStream.Subscribe(warnings.Receiver, typeof(Warning));
        var frontend = ClusterFrontend.Start(cluster.FrontendSystem, "other", new() { RegisterInterval = TimeSpan.FromSeconds(1) }, time);
        ClusterNode.Start(cluster[0].System, "other", cluster[0].Predictor);
        await Heard(nodes => nodes.Count(node => node.IsEligible) == 1);
        var foreign = new ForeignPredictor();
        ClusterNode.Start(cluster[1].System, "other", foreign);
        for (var capacity = 2; capacity < 7; capacity++)
        {
            foreign.Capacity = capacity;
            await Heard(nodes => nodes.Any(node => node.Window == 2 * foreign.Capacity)); // and whatever it was asked before has its answer
        }

        var said = new List<string>();
        cluster.FrontendSystem.EventStream.Publish(new Warning("the test", typeof(ClusterTests), "the end"));
        while (said.LastOrDefault() != "the end") said.Add($"{((Warning)await warnings.ReceiveAsync(Until.Limit)).Message}");
        Assert.Single(said, line => line.Contains("serves another other", StringComparison.Ordinal));
        Assert.DoesNotContain(await Nodes(), node => node.Address == cluster[1].Address && node.IsEligible);
        warnings.Dispose();

        async Task<IReadOnlyList<FrontendNodeSnapshot>> Nodes() => (await frontend.Ask<FrontendSnapshot>(DescribeFrontend.Instance, Until.Limit)).Nodes;

        // Asks nodes until it is so.
        Task Heard(Func<IReadOnlyList<FrontendNodeSnapshot>, bool> isSo) => Until.True(
            async () =>
            {
                time.Advance(TimeSpan.FromSeconds(1));
                return isSo(await Nodes());
            },
            "what nodes say of themselves");
    }

    [Fact]
    public async Task Node_that_does_not_answer_in_time_loses_the_request_to_another()
    {
        var time = new SteppedTime();
        await using var cluster = await TestCluster.Start(2, frontend: new() { AnswerTimeout = TimeSpan.FromSeconds(30) }, time: time);
        cluster[0].Predictor.Close();
        cluster[1].Predictor.Close();
        var (_, reply) = cluster.Caller.Ask(0);
        await Until.True(() => Asked(cluster[0], cluster[1]).Count() == 1, "a run");
        var (silent, other) = cluster[0].Predictor.Asked.IsEmpty ? (cluster[1], cluster[0]) : (cluster[0], cluster[1]);
        other.Predictor.Open();
        time.Advance(TimeSpan.FromSeconds(30));
        Caller.AssertIs(0, await Soon(reply));
        Assert.Equal((1, 1), (silent.Predictor.Asked.Count, other.Predictor.Asked.Count));
        await Until.True(() => silent.Predictor.Cancelled == 1, "the silent node hears that nobody waits");
    }

    [Fact]
    public async Task Request_that_no_node_answers_fails_after_so_many_tries()
    {
        var time = new SteppedTime();
        await using var cluster = await TestCluster.Start(1, frontend: new() { AnswerTimeout = TimeSpan.FromSeconds(30), MaxTries = 3 }, time: time);
        cluster[0].Predictor.Close();
        var (_, reply) = cluster.Caller.Ask(0);
        await Until.True(() => cluster[0].Predictor.Asked.Count == 1, "a run");
        for (var i = 0; i < 3; i++)
        {
            Assert.False(reply.IsCompleted);
            time.Advance(TimeSpan.FromSeconds(30));
            await cluster.Snapshot(); // it has heard of the time
        }

        var failure = (await Soon(reply)).Failure!;
        Assert.Equal(ErrorKind.DeviceLost, failure.Kind);
        Assert.StartsWith("the request lost 3 nodes, lastly: ", failure.Message, StringComparison.Ordinal);
        Assert.Single(cluster[0].Predictor.Asked); // the node knows it by its id
    }

    [Fact]
    public async Task Request_that_is_asked_again_while_it_runs_is_the_same_request()
    {
        await using var cluster = await TestCluster.Start(1);
        using var other = new Caller(cluster.FrontendSystem, cluster.Frontend);
        cluster[0].Predictor.Close();
        var (id, first) = cluster.Caller.Ask(5);
        var (_, second) = other.Ask(5, id: id);
        await Until.True(() => cluster[0].Predictor.Asked.Count == 1, "a run");
        await cluster.Snapshot();
        cluster[0].Predictor.Open();
        Caller.AssertIs(5, await Soon(first));
        Caller.AssertIs(5, await Soon(second));
        Assert.Single(cluster[0].Predictor.Asked);
        await Until.True(() => other.Lent == 0, "inputs given back");
    }

    [Theory]
    [InlineData(ErrorKind.NotReady)]
    [InlineData(ErrorKind.DeviceLost)]
    [InlineData(ErrorKind.Cancelled)] // by its own program, which ends: the caller has not given up
    public async Task Node_that_cannot_predict_is_left_alone_and_costs_no_item(ErrorKind kind)
    {
        await using var cluster = await TestCluster.Start(2);
        cluster[0].Predictor.Failure = new(kind, "no session works.");
        cluster[1].Predictor.Delay = TimeSpan.FromMilliseconds(1);
        await cluster.Caller.AskAll(0, Items, 16);
        Assert.Equal(Range(Items), Asked(cluster[1]));
        Assert.InRange(cluster[0].Predictor.Asked.Count, 1, Items / 10);
        cluster[0].Predictor.Failure = null;
        await Until.True(
            async () =>
            {
                var before = cluster[0].Predictor.Asked.Count;
                await cluster.Caller.AskAll(0, 100, 16);
                return cluster[0].Predictor.Asked.Count > before;
            },
            "it is asked again");
    }

    [Fact]
    public async Task Request_that_does_not_get_to_a_node_goes_to_another()
    {
        await using var cluster = await TestCluster.Start(1);
        cluster[0].Predictor.Delay = TimeSpan.FromMilliseconds(5); // the other one is tried
        cluster.Add(settings: ("akka.actorinference.wire.max-message-size", "100KiB"));
        await cluster.Knows(2);
        await cluster.Caller.AskAll(0, 20, 8, 50_000);
        Assert.Equal(Range(20), Asked(cluster[0]));
        Assert.True((await cluster.Snapshot()).Resent > 0);
    }

    [Fact]
    public async Task Only_node_that_cannot_predict_says_so_itself()
    {
        await using var cluster = await TestCluster.Start(1);
        cluster[0].Predictor.Failure = new(ErrorKind.NotReady, "no session works.");
        Assert.Equal(cluster[0].Predictor.Failure, (await Soon(cluster.Caller.Ask(0).Reply)).Failure);
    }

    [Fact]
    public async Task Failure_of_one_item_is_its_own()
    {
        await using var cluster = await TestCluster.Start(2);
        var (bad, good) = (cluster.Caller.Ask(float.NaN).Reply, cluster.Caller.Ask(1).Reply);
        Assert.Equal(ErrorKind.SessionFailed, (await Soon(bad)).Failure!.Kind);
        Caller.AssertIs(1, await Soon(good));
    }

    [Fact]
    public async Task Cancelled_request_that_is_still_on_its_way_in_chunks_is_cancelled_where_it_arrives()
    {
        await using var cluster = await TestCluster.Start(1);
        cluster[0].Predictor.Close();
        var (id, reply) = cluster.Caller.Ask(0, columns: 2_000_000);
        cluster.Caller.Cancel(id);
        Assert.Equal(ErrorKind.Cancelled, (await Soon(reply)).Failure!.Kind);
        await Until.True(() => cluster[0].Predictor.Cancelled == 1, "the run's end");
    }

    private static Task<T> Soon<T>(Task<T> task) => task.WaitAsync(Until.Limit);

    private static IEnumerable<float> Range(int count) => Enumerable.Range(0, count).Select(i => (float)i);

    private static IEnumerable<float> Asked(params TestCluster.Node[] nodes) => nodes.SelectMany(node => node.Predictor.Asked).Order();

    /// <summary>Predicts nothing, with another signature.</summary>
    private sealed class ForeignPredictor : IPredictor
    {
        private volatile int _capacity = 1;

        public string Model => "foreign";

        public ModelSignature Signature { get; } = new([new("z", new TensorType(ElementType.Int64, null))], [new("y", new TensorType(ElementType.Int64, null))], []);

        public IReadOnlyList<string> Outputs => ["y"];

        public int Capacity
        {
            get => _capacity;
            set => _capacity = value;
        }

        public Task<Outcome<Prediction>> PredictAsync(ReadOnlySpan<RunInput> inputs, PredictionOptions? options = null, CancellationToken cancel = default) => throw new NotSupportedException();
    }
}
