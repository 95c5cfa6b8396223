namespace ActorInference.Akka.Tests.Cluster.Processes;

/// <summary>Streams to inference nodes that are processes of their own: a thousand encoded pictures each time, decoded, predicted and encoded on the node, and each has exactly one result, its own, in order.</summary>
public sealed class StreamTests(FrontendProcess frontend) : IClassFixture<FrontendProcess>
{
    [LinuxFact]
    public async Task Stream_moves_from_node_to_node_as_they_leave_and_nothing_runs_twice()
    {
        await using var cluster = await ProcessCluster.Start(frontend, settings: ProcessCluster.Patient);
        var first = await cluster.Join();
        var all = cluster.Stream(ProcessCluster.Pictures, NumberedPicture.Large);
        await cluster.Has(ProcessCluster.Pictures / 5);
        var second = await cluster.Join();
        var asked = await first.Leave();
        await cluster.Has(ProcessCluster.Pictures / 2);
        var third = await cluster.Join();
        asked += await second.Leave();
        await all;
        Assert.Equal(0, (await cluster.Look()).LostStreams);
        Assert.Equal(ProcessCluster.Pictures, asked + await third.Leave());
    }

    [LinuxFact]
    public async Task Stream_whose_node_is_killed_is_lost_and_the_next_goes_on_where_it_ended()
    {
        await using var cluster = await ProcessCluster.Start(frontend);
        var first = await cluster.Join(delay: 5);
        var all = cluster.Stream(ProcessCluster.Pictures, NumberedPicture.Large);
        await cluster.Has(ProcessCluster.Pictures / 5);
        await cluster.Join(delay: 5);
        await first.Kill();
        await all;
        Assert.Equal(1, (await cluster.Look()).LostStreams);
    }

    [LinuxFact]
    public async Task Stream_whose_connection_breaks_is_lost_or_goes_on_and_no_picture_is_missing()
    {
        await using var cluster = await ProcessCluster.Start(frontend, isBehindProxy: true, "akka.actorinference.pipeline.lost-after=3s");
        await cluster.JoinAll(2, delay: 2);
        var all = cluster.Stream(ProcessCluster.Pictures, NumberedPicture.Large);
        for (var i = 1; i <= 3; i++)
        {
            await cluster.Has(i * ProcessCluster.Pictures / 5);
            cluster.Proxy!.Break();
        }

        await all;
    }
}
