using Akka.Actor;
using AkkaCluster = Akka.Cluster.Cluster;

namespace ActorInference.Akka.Tests;

/// <summary>A frontend in this process, whose nodes are others. In the end every request has had one reply, nothing is rented, and no node is left.</summary>
internal sealed class FrontendHere : IAsyncDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(3);

    private readonly ActorSystem _system;
    private readonly IActorRef _frontend;
    private readonly string[] _settings;
    private readonly Witness _witness;
    private readonly PictureStream _pictures;
    private readonly List<NodeProcess> _nodes = [];

    private FrontendHere(ActorSystem system, Proxy? proxy, string[] settings)
    {
        SharedTensors.Begin();
        _system = system;
        _settings = settings;
        Proxy = proxy;
        _frontend = ClusterFrontend.Start(system, TestCluster.Model);
        _witness = new(system, _frontend);
        _pictures = new(system, _witness.Actor);
    }

    /// <summary>What stands before its port; null for nothing.</summary>
    public Proxy? Proxy { get; }

    /// <summary>Starts one.</summary>
    /// <param name="isBehindProxy">Whether others reach it through a proxy.</param>
    /// <param name="settings">Of it and its nodes, such as <c>akka.loglevel=INFO</c>.</param>
    public static async Task<FrontendHere> Start(bool isBehindProxy = false, params string[] settings)
    {
        var port = isBehindProxy ? FreePort.Of("127.0.0.1") : 0;
        var proxy = isBehindProxy ? new Proxy("127.0.0.1", port) : null;
        var system = ActorSystem.Create(ClusterSystem.Name, ClusterSystem.Configuration(ClusterFrontend.Role, port,
        [
            ("akka.remote.dot-netty.tcp.public-port", $"{proxy?.Port ?? 0}"),
            ("akka.coordinated-shutdown.run-by-actor-system-terminate", "off"), // its nodes are killed by then: there is nobody to say goodbye to
            .. settings.Select(setting => (setting.Split('=')[0], setting.Split('=')[1])),
        ]));
        var cluster = AkkaCluster.Get(system);
        await cluster.JoinAsync(cluster.SelfAddress).WaitAsync(Until.Limit);
        return new(system, proxy, settings);
    }

    /// <summary>Starts a node that joins it, and waits until it has. See <see cref="NodeProgram"/>.</summary>
    public async Task<NodeProcess> Join(double delay = 1, string host = "127.0.0.1", int publicPort = 0, int port = 0)
    {
        var node = await NodeProcess.Start(AkkaCluster.Get(_system).SelfAddress, delay, host, publicPort, port, _settings);
        lock (_nodes) _nodes.Add(node);
        return node;
    }

    /// <summary>Starts so many, and waits until requests may go to them.</summary>
    public async Task<NodeProcess[]> JoinAll(int count, double delay)
    {
        var nodes = await Task.WhenAll(Enumerable.Range(0, count).Select(_ => Join(delay)));
        await Knows(count);
        return nodes;
    }

    public Task<FrontendSnapshot> Snapshot() => _frontend.Ask<FrontendSnapshot>(DescribeFrontend.Instance, Until.Limit);

    public async Task<long> Resent() => (await Snapshot()).Resent;

    /// <summary>Waits until requests may go to exactly so many nodes.</summary>
    public Task Knows(int nodes) => Until.True(async () => (await Snapshot()).Nodes.Count(node => node.IsEligible) == nodes, $"{nodes} eligible nodes");

    /// <summary>Runs pictures through the cluster, and asserts that each has one result, its own: how many there were.</summary>
    public Task<int> Run(IEnumerable<NumberedPicture> pictures) => _pictures.Run(pictures).WaitAsync(Limit);

    /// <summary>Waits until so many pictures have had their result.</summary>
    public Task Has(int results) => Until.True(() => _pictures.Results >= results, $"{results} results");

    public async ValueTask DisposeAsync()
    {
        foreach (var node in _nodes) await node.DisposeAsync();
        await _system.Terminate().WaitAsync(Until.Limit);
        _system.Dispose();
        if (Proxy is not null) await Proxy.DisposeAsync();
        await SharedTensors.End();
        Assert.Equal((0, 0), (_witness.Unanswered, _witness.Surplus));
    }
}
