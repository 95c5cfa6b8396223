using System.Collections.Concurrent;
using Akka.Actor;
using Akka.Routing;

namespace ActorInference.Akka.Tests.Predicting;

/// <summary>Lanes as <c>akka.actor.deployment</c> says, and as the defaults say where it does not.</summary>
public sealed class DeploymentTests : AkkaPredictorTest
{
    [Fact]
    public async Task Lanes_are_a_work_pulling_pool_on_threads_of_their_own_where_nothing_is_deployed()
    {
        var threads = NoteThreads();
        var predictor = await OpenAsync(Options with { Lanes = 3 });
        await PredictSideBySide(predictor, 3);
        Assert.IsType<WorkPullingPool>(RouterOf("lanes"));
        Assert.Equal(["fake:0 lane $a", "fake:0 lane $b", "fake:0 lane $c"], threads.Keys.Order());
        Assert.Equal("akka.actorinference.lane-dispatcher", DispatcherOf("$a"));
    }

    [Fact]
    public async Task Router_number_and_dispatcher_are_those_that_are_deployed()
    {
        Configure("""
            akka.actor.deployment {
              /actorinference-model/fake-0/lanes {
                router = round-robin-pool
                nr-of-instances = 3
                dispatcher = akka.actorinference.shared-lane-dispatcher
              }
            }
            """);
        var threads = NoteThreads();
        var predictor = await OpenAsync(Options with { Lanes = 1 });
        await PredictOneByOne(predictor, 3);
        Assert.IsType<RoundRobinPool>(RouterOf("lanes"));
        Assert.Equal(3, Actors("/lanes/").Count);
        Assert.Equal(3, (await SnapshotAsync(predictor)).Pools[0].Plan.Lanes);
        Assert.Equal("akka.actorinference.shared-lane-dispatcher", DispatcherOf("$a"));
        Assert.All(threads.Keys, name => Assert.StartsWith("akka.actorinference.shared-lane-dispatcher", name, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Options_say_how_many_lanes_where_the_deployment_does_not()
    {
        Configure("akka.actor.deployment { /actorinference-model/fake-0/lanes { router = smallest-mailbox-pool } }");
        var predictor = await OpenAsync(Options with { Lanes = 2 });
        Until(predictor, snapshot => snapshot.Pools[0].LanesIdle == 2); // this router may send two batches to one lane
        Assert.IsType<SmallestMailboxPool>(RouterOf("lanes"));
        Assert.Equal(2, Actors("/lanes/").Count);
        Assert.Equal("akka.actorinference.lane-dispatcher", DispatcherOf("$a"));
    }

    [Fact]
    public async Task Each_device_has_a_deployment_of_its_own_and_a_wildcard_is_for_all()
    {
        Configure("""
            akka.actor.deployment {
              "/*/*/lanes" { nr-of-instances = 2 }
              /actorinference-model/fake-1/lanes { nr-of-instances = 3 }
            }
            """);
        Sessions.AllowsConcurrentRuns = false;
        var predictor = await OpenAsync(Options with { Placement = Placement.Parse("fake:0+fake:1") });
        Until(() => Actors("fake-0/lanes/").Count == 2 && Actors("fake-1/lanes/").Count == 3);
        Assert.Equal(5, predictor.Capacity);
        Assert.Equal(5, Sessions.Opened);
    }

    [Fact]
    public async Task Defaults_may_be_overridden_in_the_systems_configuration()
    {
        Configure("akka.actorinference.lanes.dispatcher = akka.actorinference.shared-lane-dispatcher\nakka.actorinference.shared-lane-dispatcher.dedicated-thread-pool.thread-count = 2");
        var threads = NoteThreads();
        var predictor = await OpenAsync(Options with { Lanes = 2 });
        await PredictOneByOne(predictor, 2);
        Assert.Equal("akka.actorinference.shared-lane-dispatcher", DispatcherOf("$a"));
        Assert.InRange(threads.Count, 1, 2);
    }

    [Fact]
    public async Task Own_dispatcher_may_be_deployed()
    {
        Configure("""
            my-lanes { type = ForkJoinDispatcher, dedicated-thread-pool { thread-count = 1 } }
            akka.actor.deployment { /actorinference-model/fake-0/lanes { dispatcher = my-lanes } }
            """);
        var predictor = await OpenAsync();
        AssertIs(1, await Soon(predictor.PredictAsync(Input(1))));
        Assert.Equal("my-lanes", DispatcherOf("$a"));
        Assert.IsType<WorkPullingPool>(RouterOf("lanes"));
    }

    [Theory]
    [InlineData("router = round-robin-group\nroutees.paths = [\"/user/a\"]", "its router is RoundRobinGroup; lanes are made by a pool, such as work-pulling-pool.")]
    [InlineData("router = round-robin-pool\nresizer.enabled = on", "it has a resizer; the number of lanes does not change.")]
    [InlineData("dispatcher = no-such-dispatcher", "its dispatcher 'no-such-dispatcher' is not configured.")]
    [InlineData("nr-of-instances = 0", "nr-of-instances is 0; a pool needs 1 lane or more.")]
    public async Task Deployment_that_cannot_be_is_refused(string hocon, string why)
    {
        Configure($"akka.actor.deployment {{ /actorinference-model/fake-0/lanes {{\n{hocon}\n}} }}");
        var failure = await OpenFailureAsync(Options);
        Assert.Equal((ErrorKind.InvalidInput, $"akka.actor.deployment./actorinference-model/fake-0/lanes: {why}"), (failure.Kind, failure.Message));
        Assert.Equal(0, Sessions.OpenAttempts);
    }

    [Theory]
    [InlineData("round-robin-pool")]
    [InlineData("random-pool")]
    [InlineData("smallest-mailbox-pool")]
    [InlineData("work-pulling-pool")]
    public async Task Every_request_is_replied_to_whichever_router_sends_it(string router)
    {
        Configure($"akka.actor.deployment {{ /actorinference-model/fake-0/lanes {{ router = {router} }} }}", AkkaDefaults.Config); // names are known from the start
        var predictor = await OpenAsync(Options with { Lanes = 3, Batch = new() { MaxSize = 4 } });
        var tasks = Enumerable.Range(0, 500).Select(i => predictor.PredictAsync(Input(i))).ToArray();
        for (var i = 0; i < tasks.Length; i++) AssertIs(i, await Soon(tasks[i]));
        Until(predictor, snapshot => snapshot.Pools[0].LanesIdle == 3);
    }

    [Fact]
    public async Task Batch_that_a_router_has_sent_behind_a_run_that_hangs_is_taken_back()
    {
        Configure("akka.actor.deployment { /actorinference-model/fake-0/lanes { router = round-robin-pool } }");
        var hangs = 0; // the first time alone: it may be tried again on the same session, which its lanes share
        Sessions.Script = run => run.Firsts is [>= 1000, ..] && Interlocked.Exchange(ref hangs, 1) == 0 ? FakeBehaviour.Hang : FakeBehaviour.Succeed;
        var predictor = await OpenAsync(Options with { Lanes = 2, Supervision = new() { Jitter = 0, Watchdog = Ms(1000) } });
        Until(predictor, snapshot => snapshot.Pools[0].LanesIdle == 2);
        var (_, hanging) = await Occupy(predictor);
        AssertIs(1, await Soon(predictor.PredictAsync(Input(1)))); // to the other lane
        var behind = predictor.PredictAsync(Input(2)); // to the one that hangs
        Until(predictor, snapshot => snapshot.Pools[0].LanesIdle == 0);
        Pass(Ms(1000));
        for (var i = 0; i < 100 && !SpinWait.SpinUntil(() => behind.IsCompleted && hanging.IsCompleted, Ms(300)); i++)
        {
            Time.Advance(Ms(100)); // the router may send what was taken back to the lane that hangs again, until that has left it
        }

        AssertIs(2, await Soon(behind));
        AssertIs(1000, await Soon(hanging));
        Sessions.ReleaseAll();
        Until(predictor, snapshot => snapshot.LanesStillHanging == 0);
    }

    // Which threads runs are made on, by their names.
    private ConcurrentDictionary<string, bool> NoteThreads()
    {
        var threads = new ConcurrentDictionary<string, bool>();
        Sessions.Script = run =>
        {
            threads[run.ThreadName ?? ""] = true;
            return FakeBehaviour.Block;
        };
        return threads;
    }

    private async Task PredictSideBySide(AkkaPredictor predictor, int lanes)
    {
        Sessions.Script ??= _ => FakeBehaviour.Block;
        Until(predictor, snapshot => snapshot.Pools[0].LanesIdle == lanes);
        var tasks = Enumerable.Range(0, lanes).Select(i => predictor.PredictAsync(Input(i))).ToArray();
        await OwnThread.Run(() => Sessions.WaitForBlocked(lanes));
        Sessions.ReleaseAll();
        for (var i = 0; i < lanes; i++) AssertIs(i, await Soon(tasks[i]));
    }

    // Akka's own pools of threads wake no more of them at once than there are cores, and runs that block keep those that are awake.
    private async Task PredictOneByOne(AkkaPredictor predictor, int lanes)
    {
        Until(predictor, snapshot => snapshot.Pools[0].LanesIdle == lanes);
        for (var i = 0; i < 10 * lanes; i++)
        {
            var task = predictor.PredictAsync(Input(i));
            (await OwnThread.Run(() => Sessions.WaitForBlocked()))[0].Release();
            AssertIs(i, await Soon(task));
        }
    }

    private RouterConfig RouterOf(string name) => ((ActorCell)((ActorRefWithCell)ActorNamed(name)).Underlying).Props.RouterConfig;

    private string DispatcherOf(string name) => ((ActorCell)((ActorRefWithCell)ActorNamed(name)).Underlying).Dispatcher.Id;

    private IActorRef ActorNamed(string name) => ActorTree.All(System).First(actor => actor.Path.Name == name && actor.Path.ToStringWithoutAddress().Contains("/fake-0", StringComparison.Ordinal));
}
