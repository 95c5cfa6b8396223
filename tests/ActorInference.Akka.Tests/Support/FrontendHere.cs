using Akka.Actor;
using AkkaCluster = Akka.Cluster.Cluster;

namespace ActorInference.Akka.Tests;

/// <summary>A frontend in this process, whose nodes are others. In the end every request has had one reply, and nothing is rented.</summary>
internal sealed class FrontendHere : IAsyncDisposable
{
    private readonly long _rented = TensorPool.Shared.RentedCount;
    private readonly ActorSystem _system;
    private readonly IActorRef _frontend;

    private FrontendHere(ActorSystem system, Proxy? proxy)
    {
        _system = system;
        Proxy = proxy;
        _frontend = ClusterFrontend.Start(system, TestCluster.Model);
        Caller = new(system, _frontend);
        Address = AkkaCluster.Get(system).SelfAddress;
    }

    /// <summary>What stands before its port; null for nothing.</summary>
    public Proxy? Proxy { get; }

    public Caller Caller { get; }

    public Address Address { get; }

    public static async Task<FrontendHere> Start(bool isBehindProxy = false, params string[] settings)
    {
        var port = isBehindProxy ? FreePort.Of("127.0.0.1") : 0;
        var proxy = isBehindProxy ? new Proxy("127.0.0.1", port) : null;
        var system = ActorSystem.Create(ClusterSystem.Name, ClusterSystem.Configuration(
            ClusterFrontend.Role, port, [("akka.remote.dot-netty.tcp.public-port", $"{proxy?.Port ?? 0}"), .. settings.Select(setting => (setting.Split('=')[0], setting.Split('=')[1]))]));
        var cluster = AkkaCluster.Get(system);
        await cluster.JoinAsync(cluster.SelfAddress).WaitAsync(Until.Limit);
        return new(system, proxy);
    }

    public Task<FrontendSnapshot> Snapshot() => _frontend.Ask<FrontendSnapshot>(DescribeFrontend.Instance, Until.Limit);

    public async Task<long> Resent() => (await Snapshot()).Resent;

    /// <summary>Waits until requests may go to exactly so many nodes.</summary>
    public Task Knows(int nodes) => Until.True(async () => (await Snapshot()).Nodes.Count(node => node.IsEligible) == nodes, $"{nodes} eligible nodes");

    /// <summary>Waits until so many requests have had their reply.</summary>
    public Task Replied(int count) => Until.True(() => Caller.Replied >= count, $"{count} replies");

    public async ValueTask DisposeAsync()
    {
        await _system.Terminate().WaitAsync(Until.Limit);
        _system.Dispose();
        if (Proxy is not null) await Proxy.DisposeAsync();
        Assert.Equal(0, Caller.Surplus);
        await Until.True(() => Caller.Lent == 0, "inputs given back");
        await Until.True(() => TensorPool.Shared.RentedCount <= _rented, "tensors given back");
    }
}
