namespace ActorInference.Akka.Tests.Cluster.Processes;

/// <summary>A frontend and inference nodes that are processes of their own, and are killed or stand still: a thousand pictures each time, and each has exactly one result, its own.</summary>
public sealed class KilledTests(FrontendProcess frontend) : IClassFixture<FrontendProcess>
{
    [LinuxFact]
    public async Task Nodes_that_are_killed_under_load_lose_nothing()
    {
        await using var cluster = await ProcessCluster.Start(frontend);
        var nodes = await cluster.JoinAll(3, delay: 5);
        var all = cluster.Run(0, ProcessCluster.Pictures, NumberedPicture.Large);
        await cluster.Has(ProcessCluster.Pictures / 5);
        await nodes[0].Kill();
        await cluster.Join(delay: 5);
        await cluster.Has(ProcessCluster.Pictures / 2);
        await nodes[1].Kill();
        await all;
        Assert.True((await cluster.Look()).Resent > 0);
        await cluster.Knows(2);
    }

    [LinuxFact]
    public async Task Node_that_is_killed_and_started_anew_at_once_on_the_same_port_is_another_node()
    {
        await using var cluster = await ProcessCluster.Start(frontend);
        var port = FreePort.Of("127.0.0.1");
        await cluster.Join(delay: 5);
        var killed = await cluster.Join(delay: 5, port: port);
        await cluster.Knows(2);
        var all = cluster.Run(0, ProcessCluster.Pictures, NumberedPicture.Large);
        for (var i = 1; i <= 2; i++)
        {
            await cluster.Has(i * ProcessCluster.Pictures / 4);
            await killed.Kill();
            killed = await cluster.Join(delay: 5, port: port);
            await cluster.Knows(2);
        }

        await all;
        Assert.True((await cluster.Look()).Resent > 0);
        await cluster.Run(ProcessCluster.Pictures, 100, NumberedPicture.Small); // the last of them may have come when everything was done
        Assert.True(await killed.Leave() > 0);
    }

    [LinuxFact]
    public async Task Node_that_stands_still_loses_its_pictures_to_others_and_ends_when_it_finds_that_it_was_given_up()
    {
        await using var cluster = await ProcessCluster.Start(frontend);
        var nodes = await cluster.JoinAll(3, delay: 5);
        var all = cluster.Run(0, ProcessCluster.Pictures, NumberedPicture.Large);
        await cluster.Has(ProcessCluster.Pictures / 5);
        nodes[0].Signal("STOP");
        await all;
        Assert.True((await cluster.Look()).Resent > 0);
        await Until.True(async () => (await cluster.Look()).Nodes == 2, "the node that stands still is given up");
        nodes[0].Signal("CONT");
        await nodes[0].Ended();
    }
}
