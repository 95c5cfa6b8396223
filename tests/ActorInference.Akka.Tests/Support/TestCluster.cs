using Akka.Actor;
using Akka.Cluster;
using AkkaCluster = Akka.Cluster.Cluster;

namespace ActorInference.Akka.Tests;

/// <summary>A frontend and inference nodes, each an actor system of its own in this process, over loopback. In the end no system, session or tensor is left.</summary>
internal sealed class TestCluster : IAsyncDisposable
{
    public const string Model = "test";

    private readonly long _rented = TensorPool.Shared.RentedCount;
    private readonly List<Node> _nodes = [];

    private TestCluster(ClusterFrontendOptions? options, TimeProvider? time)
    {
        FrontendSystem = ClusterSystem.Start("frontend");
        Frontend = ClusterFrontend.Start(FrontendSystem, Model, options, time);
        Caller = new(FrontendSystem, Frontend);
    }

    public ActorSystem FrontendSystem { get; }

    public IActorRef Frontend { get; }

    public Caller Caller { get; }

    /// <summary>Starts a frontend and so many nodes, and waits until it knows them.</summary>
    public static async Task<TestCluster> Start(int nodes, ClusterFrontendOptions? frontend = null, ClusterNodeOptions? node = null, TimeProvider? time = null)
    {
        var cluster = new TestCluster(frontend, time);
        for (var i = 0; i < nodes; i++) cluster.Add(node);
        await cluster.Knows(nodes);
        return cluster;
    }

    public IReadOnlyList<Node> Nodes => _nodes;

    public Node this[int index] => _nodes[index];

    public Node Add(ClusterNodeOptions? options = null, int capacity = 2, params (string Key, string Value)[] settings)
    {
        var system = ClusterSystem.Start("inference", FrontendSystem, settings);
        var predictor = new TestPredictor(capacity);
        var node = new Node(system, predictor, ClusterNode.Start(system, Model, predictor, options));
        _nodes.Add(node);
        return node;
    }

    public Task<FrontendSnapshot> Snapshot() => Frontend.Ask<FrontendSnapshot>(DescribeFrontend.Instance, Until.Limit);

    /// <summary>Waits until requests may go to exactly so many nodes.</summary>
    public Task Knows(int nodes) => Until.True(async () => (await Snapshot()).Nodes.Count(node => node.IsEligible) == nodes, $"{nodes} eligible nodes");

    /// <summary>The system is gone at once, as for a process that is killed: it says goodbye to nobody.</summary>
    public static void Crash(Node node) => ((global::Akka.Actor.Internal.ActorSystemImpl)node.System).Abort();

    /// <summary>The node leaves in good order.</summary>
    public static Task Leave(Node node) => CoordinatedShutdown.Get(node.System).Run(CoordinatedShutdown.ActorSystemTerminateReason.Instance).WaitAsync(Until.Limit);

    public async ValueTask DisposeAsync()
    {
        foreach (var node in _nodes) node.Predictor.Open();
        await Task.WhenAll(_nodes.Select(node => End(node.System)));
        await End(FrontendSystem);

        foreach (var node in _nodes) await node.Predictor.DisposeAsync();
        Assert.Equal(0, Caller.Surplus);
        await Until.True(() => Caller.Lent == 0, "inputs given back");
        await Until.True(
            () =>
            {
                GC.Collect(); // what a system dropped that crashed
                GC.WaitForPendingFinalizers();
                return TensorPool.Shared.RentedCount <= _rented;
            },
            "tensors given back");
    }

    private static async Task End(ActorSystem system)
    {
        await system.Terminate().WaitAsync(Until.Limit);
        system.Dispose();
    }

    public sealed record Node(ActorSystem System, TestPredictor Predictor, IActorRef Actor)
    {
        public Address Address => AkkaCluster.Get(System).SelfAddress;

        public Task<NodeSnapshot> Snapshot() => Actor.Ask<NodeSnapshot>(DescribeNode.Instance, Until.Limit);
    }
}
