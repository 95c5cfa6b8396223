namespace ActorInference.Akka.Tests.Cluster;

/// <summary>Inference nodes that are processes of their own, with what happens to processes: a thousand items each time, and each has exactly one result, its own.</summary>
[Collection(nameof(Alone))]
public sealed class ProcessTests
{
    private const int Items = 1000;

    // 200 kB: each item and each result goes in chunks.
    private const int Columns = 50_000;

    [LinuxFact]
    public async Task Nodes_that_join_and_leave_under_load_lose_nothing_and_run_nothing_twice()
    {
        await using var frontend = await FrontendHere.Start();
        await using var first = await NodeProcess.Start(frontend.Address);
        var all = frontend.Caller.AskAll(0, Items, 32, Columns);
        await using var second = await NodeProcess.Start(frontend.Address);
        await frontend.Knows(2);
        var asked = await first.Leave();
        await all;
        Assert.Equal(Items, asked + await second.Leave());
        await frontend.Knows(0);
    }

    [LinuxFact]
    public async Task Nodes_that_are_killed_under_load_lose_nothing()
    {
        await using var frontend = await FrontendHere.Start();
        await using var first = await NodeProcess.Start(frontend.Address, delay: 5);
        await using var second = await NodeProcess.Start(frontend.Address, delay: 5);
        await using var third = await NodeProcess.Start(frontend.Address, delay: 5);
        await frontend.Knows(3);
        var all = frontend.Caller.AskAll(0, Items, 32, Columns);
        await frontend.Replied(Items / 5);
        await first.Kill();
        await using var fourth = await NodeProcess.Start(frontend.Address, delay: 5);
        await frontend.Replied(Items / 2);
        await second.Kill();
        await all;
        Assert.True(await frontend.Resent() > 0);
        await frontend.Knows(2);
    }

    [LinuxFact]
    public async Task Node_that_is_killed_and_started_anew_at_once_on_the_same_port_is_another_node()
    {
        await using var frontend = await FrontendHere.Start();
        var port = FreePort.Of("127.0.0.1");
        await using var other = await NodeProcess.Start(frontend.Address, delay: 5);
        var killed = await NodeProcess.Start(frontend.Address, delay: 5, port: port);
        await frontend.Knows(2);
        var all = frontend.Caller.AskAll(0, Items, 32, Columns);
        for (var i = 1; i <= 2; i++)
        {
            await using (killed) await frontend.Replied(i * Items / 4); // and kills it
            killed = await NodeProcess.Start(frontend.Address, delay: 5, port: port);
            await frontend.Knows(2);
        }

        await using (killed)
        {
            await all;
            Assert.True(await frontend.Resent() > 0);
            await frontend.Caller.AskAll(Items, 100, 32); // the last of them may have come when everything was done
            Assert.True(await killed.Leave() > 0);
        }
    }

    [LinuxFact]
    public async Task Slow_node_holds_nobody_up()
    {
        await using var frontend = await FrontendHere.Start();
        await using var slow = await NodeProcess.Start(frontend.Address, delay: 300);
        await using var quick = await NodeProcess.Start(frontend.Address);
        await frontend.Knows(2);
        await frontend.Caller.AskAll(0, Items, 16);
        var asked = await slow.Leave();
        Assert.InRange(asked, 0, Items / 10);
        Assert.Equal(Items, asked + await quick.Leave());
    }

    [LinuxFact]
    public async Task Node_that_stands_still_loses_its_items_to_others_and_ends_when_it_finds_that_it_was_given_up()
    {
        await using var frontend = await FrontendHere.Start();
        await using var first = await NodeProcess.Start(frontend.Address, delay: 5);
        await using var second = await NodeProcess.Start(frontend.Address, delay: 5);
        await using var third = await NodeProcess.Start(frontend.Address, delay: 5);
        await frontend.Knows(3);
        var all = frontend.Caller.AskAll(0, Items, 32, Columns);
        await frontend.Replied(Items / 5);
        first.Signal("STOP");
        await all;
        Assert.True(await frontend.Resent() > 0);
        await Until.True(async () => (await frontend.Snapshot()).Nodes.Count == 2, "the node that stands still is given up");
        first.Signal("CONT");
        await first.Ended();
    }

    [LinuxFact]
    public async Task Partition_between_two_nodes_sends_the_items_elsewhere_and_when_it_heals_both_work_on()
    {
        // Longer than the partition: the cluster is not to decide which of the two goes on.
        const string StableAfter = "akka.cluster.split-brain-resolver.stable-after=60s";
        await using var frontend = await FrontendHere.Start(isBehindProxy: true, StableAfter);
        var port = FreePort.Of("127.0.0.2");
        await using var before = new Proxy("127.0.0.2", port);
        await using var cutOff = await NodeProcess.Start(frontend.Address, delay: 5, host: "127.0.0.2", publicPort: before.Port, port: port, settings: StableAfter);
        await using var other = await NodeProcess.Start(frontend.Address, delay: 5, host: "127.0.0.3", settings: StableAfter);
        await frontend.Knows(2);
        var all = frontend.Caller.AskAll(0, Items, 32);
        await frontend.Replied(Items / 5);
        frontend.Proxy!.Cut("127.0.0.2");
        before.Cut("127.0.0.1");
        await frontend.Knows(1);
        await all;
        Assert.True(await frontend.Resent() > 0);

        frontend.Proxy.Heal();
        before.Heal();
        await frontend.Knows(2);
        await frontend.Caller.AskAll(Items, Items, 32);
        Assert.True(await cutOff.Leave() > 0);
        await other.Leave();
    }

    [LinuxFact]
    public async Task Connections_that_break_lose_nothing()
    {
        // A message that is lost with a connection is noticed by nobody but who waits for the answer.
        const string Soon = "akka.actorinference.frontend.answer-timeout=5s";
        await using var frontend = await FrontendHere.Start(isBehindProxy: true, Soon);
        await using var first = await NodeProcess.Start(frontend.Address, delay: 2);
        await using var second = await NodeProcess.Start(frontend.Address, delay: 2);
        await frontend.Knows(2);
        var all = frontend.Caller.AskAll(0, Items, 32, Columns);
        for (var i = 1; i <= 3; i++)
        {
            await frontend.Replied(i * Items / 5);
            frontend.Proxy!.Break();
        }

        await all;
        await frontend.Knows(2);
    }

    [LinuxFact]
    public async Task Rolling_restart_under_load_loses_nothing_and_runs_nothing_twice()
    {
        await using var frontend = await FrontendHere.Start();
        var nodes = new List<NodeProcess>();
        var asked = 0;
        try
        {
            for (var i = 0; i < 3; i++) nodes.Add(await NodeProcess.Start(frontend.Address, delay: 5));
            await frontend.Knows(3);
            var items = 0;
            var isOver = false;
            var load = Task.Run(async () =>
            {
                for (; !Volatile.Read(ref isOver) || items < Items; items += 100) await frontend.Caller.AskAll(items, 100, 32, Columns);
            });
            for (var i = 0; i < 3; i++)
            {
                asked += await nodes[i].Leave();
                nodes.Add(await NodeProcess.Start(frontend.Address, delay: 5));
                await frontend.Knows(3);
            }

            Volatile.Write(ref isOver, true);
            await load;
            for (var i = 3; i < 6; i++) asked += await nodes[i].Leave();
            Assert.True(items >= Items);
            Assert.Equal(items, asked);
        }
        finally
        {
            foreach (var node in nodes) await node.DisposeAsync();
        }
    }
}
