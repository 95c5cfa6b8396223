namespace ActorInference.Akka.Tests.Cluster.Processes;

/// <summary>A frontend and inference nodes that are processes of their own, over a network that fails: a thousand pictures each time, and each has exactly one result, its own.</summary>
public sealed class NetworkTests(FrontendProcess frontend) : IClassFixture<FrontendProcess>
{
    [LinuxFact]
    public async Task Partition_between_two_nodes_sends_the_pictures_elsewhere_and_when_it_heals_both_work_on()
    {
        // Longer than the partition: the cluster is not to decide which of the two goes on.
        await using var cluster = await ProcessCluster.Start(frontend, isBehindProxy: true, "akka.cluster.split-brain-resolver.stable-after=60s");
        var port = FreePort.Of("127.0.0.2");
        await using var before = new Proxy("127.0.0.2", port);
        var cutOff = await cluster.Join(delay: 5, host: "127.0.0.2", publicPort: before.Port, port: port);
        var other = await cluster.Join(delay: 5, host: "127.0.0.3");
        await cluster.Knows(2);
        var all = cluster.Run(0, ProcessCluster.Pictures, NumberedPicture.Small);
        await cluster.Has(ProcessCluster.Pictures / 5);
        cluster.Proxy!.Cut("127.0.0.2");
        before.Cut("127.0.0.1");
        await cluster.Knows(1);
        await all;
        Assert.True((await cluster.Look()).Resent > 0);

        cluster.Proxy.Heal();
        before.Heal();
        await cluster.Knows(2);
        await cluster.Run(ProcessCluster.Pictures, ProcessCluster.Pictures, NumberedPicture.Small);
        Assert.True(await cutOff.Leave() > 0);
        await other.Leave();
    }

    [LinuxFact]
    public async Task Connections_that_break_lose_nothing()
    {
        // A message that is lost with a connection is noticed by nobody but who waits for the answer.
        await using var cluster = await ProcessCluster.Start(frontend, isBehindProxy: true, "akka.actorinference.frontend.answer-timeout=5s");
        await cluster.JoinAll(2, delay: 2);
        var all = cluster.Run(0, ProcessCluster.Pictures, NumberedPicture.Large);
        for (var i = 1; i <= 3; i++)
        {
            await cluster.Has(i * ProcessCluster.Pictures / 5);
            cluster.Proxy!.Break();
        }

        await all;
        await cluster.Knows(2);
    }
}
