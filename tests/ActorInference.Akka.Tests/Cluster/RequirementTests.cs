using Akka.Actor;
using Akka.Configuration;

namespace ActorInference.Akka.Tests.Cluster;

/// <summary>An actor system that cannot work in a cluster is told so where it is asked to, and not in Akka.NET's log.</summary>
[Collection(nameof(Alone))]
public sealed class RequirementTests : IDisposable
{
    private static readonly Config Quiet = "akka { loglevel = OFF, stdout-loglevel = OFF, loggers = [], coordinated-shutdown.run-by-clr-shutdown-hook = off, remote.dot-netty.tcp { hostname = 127.0.0.1, port = 0 } }";

    private readonly List<ActorSystem> _systems = [];

    public void Dispose() => Task.Run(async () =>
    {
        foreach (var system in _systems)
        {
            await system.Terminate().WaitAsync(Until.Limit);
            system.Dispose();
        }
    }).GetAwaiter().GetResult();

    [Fact]
    public async Task System_in_no_cluster_can_have_none_of_them()
    {
        var system = Start("akka.cluster.roles = [inference]", AkkaConfiguration.Reference);
        foreach (var said in await Said(system)) Assert.Equal("the actor system bare is in no cluster; configure akka.actor.provider = cluster", said);
    }

    [Fact]
    public async Task System_without_the_reference_can_have_none_of_them()
    {
        var system = Start("akka { actor.provider = cluster, cluster.roles = [inference] }");
        foreach (var said in await Said(system)) Assert.Equal("the actor system bare lacks AkkaConfiguration.Reference; put it behind its configuration: config.WithFallback(AkkaConfiguration.Reference)", said);
    }

    [Fact]
    public async Task System_without_the_role_serves_nothing_and_may_ask()
    {
        var system = Start("akka { actor.provider = cluster, cluster.roles = [web, frontend] }", AkkaConfiguration.Reference);
        Assert.Equal(
            [
                "the actor system bare is found by nobody: it has not the role inference, but akka.cluster.roles = [frontend, web]; add inference there",
                "the actor system bare is found by nobody: it has not the role inference, but akka.cluster.roles = [frontend, web]; add inference there",
                "",
                "",
            ],
            await Said(system));
    }

    [Fact]
    public async Task Nothing_goes_to_another_machine_without_the_reference()
    {
        var system = Start("akka.actor.provider = remote");
        var target = ((ExtendedActorSystem)system).Provider.ResolveActorRef("akka.tcp://other@127.0.0.1:1/user/predictor");
        var failure = (await AkkaPredictor.ConnectAsync(system, target).WaitAsync(Until.Limit)).Failure!;
        Assert.Equal((ErrorKind.InvalidInput, "the actor system bare lacks AkkaConfiguration.Reference; put it behind its configuration: config.WithFallback(AkkaConfiguration.Reference)"), (failure.Kind, failure.Message));
        Assert.Equal(failure, WireExtension.For(system).Tell(target, DescribeModel.Instance, null));
    }

    private ActorSystem Start(string config, Config? behind = null)
    {
        var system = ActorSystem.Create("bare", Quiet.WithFallback(config).WithFallback(behind ?? Config.Empty));
        _systems.Add(system);
        return system;
    }

    // What each way to begin says of itself; nothing where it begins.
    private static async Task<string[]> Said(ActorSystem system)
    {
        await using var predictor = new TestPredictor();
        string[] said =
        [
            By(() => ClusterNode.Start(system, "m", predictor)),
            By(() => ClusterPipeline.Start(system, "m", Pipeline.Of<Tensor>())),
            By(() => ClusterFrontend.Start(system, "m")),
            By(() => ClusterPipeline.Flow<Tensor, Tensor>(system, "m")),
        ];
        await system.Terminate().WaitAsync(Until.Limit);
        return said;
    }

    private static string By(Func<object> start)
    {
        try
        {
            start();
            return "";
        }
        catch (ConfigurationException problem)
        {
            return problem.Message;
        }
    }
}
