namespace ActorInference.Akka.Tests.Cluster.Processes;

/// <summary>A frontend and inference nodes that are processes of their own, and come and go in good order: a thousand pictures each time, each has exactly one result, its own, and nothing runs twice.</summary>
public sealed class LeavingTests(FrontendProcess frontend) : IClassFixture<FrontendProcess>
{
    [LinuxFact]
    public async Task Nodes_that_join_and_leave_under_load_lose_nothing_and_run_nothing_twice()
    {
        await using var cluster = await ProcessCluster.Start(frontend, settings: ProcessCluster.Patient);
        var first = await cluster.Join();
        var all = cluster.Run(0, ProcessCluster.Pictures, NumberedPicture.Large);
        var second = await cluster.Join();
        await cluster.Knows(2);
        var asked = await first.Leave();
        await all;
        Assert.Equal(ProcessCluster.Pictures, asked + await second.Leave());
        await cluster.Knows(0);
    }

    [LinuxFact]
    public async Task Slow_node_holds_nobody_up()
    {
        await using var cluster = await ProcessCluster.Start(frontend, settings: ProcessCluster.Patient);
        var slow = await cluster.Join(delay: 2000); // slow also beside one that has to share its cores with everything else
        var quick = await cluster.Join();
        await cluster.Knows(2);
        await cluster.Run(0, ProcessCluster.Pictures, NumberedPicture.Small);
        var asked = await slow.Leave();
        Assert.InRange(asked, 0, ProcessCluster.Pictures / 10);
        Assert.Equal(ProcessCluster.Pictures, asked + await quick.Leave());
    }

    [LinuxFact]
    public async Task Rolling_restart_under_load_loses_nothing_and_runs_nothing_twice()
    {
        await using var cluster = await ProcessCluster.Start(frontend, settings: ProcessCluster.Patient);
        var nodes = await cluster.JoinAll(3, delay: 5);
        var all = cluster.Run(0, ProcessCluster.Pictures, NumberedPicture.Large, goesOn: true);
        var asked = 0;
        for (var i = 0; i < 3; i++)
        {
            asked += await nodes[i].Leave();
            nodes[i] = await cluster.Join(delay: 5);
            await cluster.Knows(3);
        }

        await cluster.Enough();
        var pictures = await all;
        foreach (var node in nodes) asked += await node.Leave();
        Assert.Equal(pictures, asked);
    }
}
