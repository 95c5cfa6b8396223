using Akka.Actor;
using Akka.Cluster;
using Akka.Event;
using AkkaCluster = Akka.Cluster.Cluster;

namespace ActorInference.Akka.Tests.Cluster;

/// <summary>What a frontend says to the log while nobody serves its model.</summary>
[Collection(nameof(Alone))]
public sealed class NodelessWarningTests
{
    [Fact]
    public async Task Frontend_whose_requests_wait_says_once_until_a_node_comes_which_members_there_are()
    {
        var time = new SteppedTime();
        using var system = ClusterSystem.Start(ClusterFrontend.Role, null, ("akka.loglevel", "WARNING"), ("akka.loggers", "[]"));
        using var other = ClusterSystem.Start(ClusterNode.Role, system);
        await Until.True(() => Up(system) == 2, "both are members");
        using var log = Inbox.Create(system);
        system.EventStream.Subscribe(log.Receiver, typeof(Warning));
        var frontend = ClusterFrontend.Start(system, "cartoons", time: time);
        await Until.True(async () => (await Snapshot()).Nodes.Count == 1, "it has heard of the member");

        // Nobody waits yet, then for too short a time.
        time.Advance(TimeSpan.FromSeconds(4));
        using (var caller = new Caller(system, frontend))
        {
            var reply = caller.Ask(1).Reply;
            await Until.True(async () => (await Snapshot()).Waiting == 1, "one that waits");
            await Mark("early");
            time.Advance(TimeSpan.FromSeconds(1));
            Assert.Equal(
                "Requests for 'cartoons' wait, for no inference node serves it: ClusterNode.Start(system, \"cartoons\", ...) on a system with the role inference. "
                + $"Members of the cluster: {string.Join("; ", AkkaCluster.Get(system).State.Members.Select(Described))}.",
                await Next());

            time.Advance(TimeSpan.FromSeconds(6));
            await Snapshot();
            await Mark("once");

            await using var predictor = new TestPredictor();
            ClusterNode.Start(other, "cartoons", predictor);
            time.Advance(TimeSpan.FromSeconds(1)); // it asks for nodes again
            Caller.AssertIs(1, await reply.WaitAsync(Until.Limit));
            await Until.True(() => caller.Lent == 0, "inputs given back");
            await other.Terminate().WaitAsync(Until.Limit);
        }

        await system.Terminate().WaitAsync(Until.Limit);

        Task<FrontendSnapshot> Snapshot() => frontend.Ask<FrontendSnapshot>(DescribeFrontend.Instance, Until.Limit);

        string Described(Member member) => $"{member.Address} {(member.HasRole(ClusterNode.Role) ? "(inference), which serves no 'cartoons'" : "(frontend)")}";

        // Nothing else was said before.
        async Task Mark(string text)
        {
            system.EventStream.Publish(new Warning("frontend-test", typeof(NodelessWarningTests), text));
            Assert.Equal(text, await Next());
        }

        // Others in the system may have something to say too.
        async Task<string> Next()
        {
            while (true)
            {
                var warning = (Warning)await log.ReceiveAsync(Until.Limit);
                if (warning.LogSource.Contains("frontend-", StringComparison.Ordinal)) return warning.Message.ToString()!;
            }
        }
    }

    [Fact]
    public async Task Frontend_that_is_asked_says_that_its_system_has_joined_no_cluster()
    {
        var time = new SteppedTime();
        using var system = ActorSystem.Create(ClusterSystem.Name, ClusterSystem.Configuration(ClusterFrontend.Role, 0, ("akka.loglevel", "WARNING"), ("akka.loggers", "[]")));
        using var log = Inbox.Create(system);
        system.EventStream.Subscribe(log.Receiver, typeof(Warning));
        var frontend = ClusterFrontend.Start(system, "cartoons", time: time);
        var asked = frontend.Ask<ModelDescription>(DescribeModel.Instance, Until.Limit);
        await frontend.Ask<FrontendSnapshot>(DescribeFrontend.Instance, Until.Limit);
        time.Advance(TimeSpan.FromSeconds(5));
        var said = ((Warning)await log.ReceiveAsync(Until.Limit)).Message.ToString();
        Assert.EndsWith($"This system, {AkkaCluster.Get(system).SelfAddress}, has joined no cluster yet: akka.cluster.seed-nodes says which.", said, StringComparison.Ordinal);
        await system.Terminate().WaitAsync(Until.Limit);
        await Assert.ThrowsAsync<InferenceException>(() => asked);
    }

    private static int Up(ActorSystem system) => AkkaCluster.Get(system).State.Members.Count(member => member.Status == MemberStatus.Up);
}
