using ActorInference.Imaging;

namespace ActorInference.Akka.Tests.Samples;

/// <summary>The sample ClusterNode when it, or a node of it, is to end before it is done: no picture is lost that need not be, and no process is left.</summary>
public sealed class ClusterNodeEndTests : ClusterNodeTest
{
    [LinuxFact]
    public async Task Node_that_is_killed_under_load_costs_no_picture()
    {
        var names = Put(30);
        await using var cluster = PictureCluster.Start("run", Pictures, ResultFolder);
        await cluster.Has(2);
        await Until.True(() => Results().Length > 0, "a first result");
        Signals.Send("KILL", cluster.Nodes[0]);
        Assert.Equal(0, await cluster.Ended());
        Assert.Contains($"node {cluster.Nodes[0]} has ended, with exit code 137\n", cluster.Said, StringComparison.Ordinal);
        Assert.Contains("\n30 of 30 pictures written to ", cluster.Said, StringComparison.Ordinal);
        Assert.Contains($"node {cluster.Nodes[0]} ran an unknown number", cluster.Said, StringComparison.Ordinal);
        Assert.Equal(names, Results());
        Assert.All(names, name => Assert.Equal(new PictureSize(640, 800), SizeOfResult(name)));
        Assert.DoesNotContain(cluster.Nodes, PictureCluster.IsAlive);
    }

    [LinuxFact]
    public async Task Run_whose_nodes_are_all_killed_ends_and_says_so()
    {
        Put(30);
        await using var cluster = PictureCluster.Start("run", Pictures, ResultFolder);
        await cluster.Has(2);
        foreach (var node in cluster.Nodes) Signals.Send("KILL", node);
        Assert.Equal(1, await cluster.Ended());
        Assert.Contains("\nerror: all inference nodes have ended.\n", cluster.Said, StringComparison.Ordinal);
    }

    [LinuxFact]
    public async Task Nodes_end_with_the_run_that_was_killed()
    {
        Put(30);
        await using var cluster = PictureCluster.Start("run", Pictures, ResultFolder);
        await cluster.Has(2);
        await cluster.Kill();
        await Until.True(() => !cluster.Nodes.Any(PictureCluster.IsAlive), "the nodes end");
    }

    [LinuxFact]
    public async Task Interrupted_run_finishes_what_is_in_flight_and_leaves_no_process()
    {
        Put(60);
        await using var cluster = PictureCluster.Start("run", Pictures, ResultFolder);
        await cluster.Has(2);
        await Until.True(() => Results().Length > 0, "a first result");
        cluster.Signal("INT");
        Assert.Equal(130, await cluster.Ended());
        var written = Results();
        Assert.InRange(written.Length, 1, 59);
        Assert.Contains($"\n{written.Length} of 60 pictures written to ", cluster.Said, StringComparison.Ordinal);
        Assert.DoesNotContain("failed", cluster.Said, StringComparison.Ordinal);
        Assert.All(written, name => Assert.Equal(new PictureSize(640, 800), SizeOfResult(name)));
        Assert.DoesNotContain(cluster.Nodes, PictureCluster.IsAlive);
    }
}
