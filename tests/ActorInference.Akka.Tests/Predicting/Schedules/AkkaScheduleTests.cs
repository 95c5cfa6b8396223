using ActorInference.TestKit.Schedules;
using Akka.Actor;
using Akka.Configuration;
using FsCheck;
using FsCheck.Fluent;

namespace ActorInference.Akka.Tests.Predicting.Schedules;

/// <summary>
/// The property tests of the runtime through <see cref="AkkaPredictor"/>: whatever is done to it, in whatever order, every request ends once and as it deserves, bounds are kept, and nothing is
/// left, no actor either.
/// </summary>
[Collection(SharedPoolCollection.Name)]
public sealed class AkkaScheduleTests
{
    [Fact]
    public void Every_request_succeeds_where_nothing_fails() => Check(ScheduleTheme.Swaps, 1000);

    [Fact]
    public void Exactly_the_poisoned_requests_fail() => Check(ScheduleTheme.Poison, 1000);

    [Fact]
    public void Room_is_never_exceeded_and_never_lost() => Check(ScheduleTheme.Room, 2000);

    [Fact]
    public void Sessions_that_fail_in_any_way_lose_no_request() => Check(ScheduleTheme.Faults, 2000);

    [Fact]
    public void Everything_at_once_leaves_nothing() => Check(ScheduleTheme.Everything, 2000);

    [Theory]
    [InlineData("round-robin-pool", ScheduleTheme.Room)]
    [InlineData("round-robin-pool", ScheduleTheme.Everything)]
    [InlineData("smallest-mailbox-pool", ScheduleTheme.Everything)]
    public void Whichever_router_sends_batches_nothing_is_lost(string router, ScheduleTheme theme) =>
        Check(theme, 480, $"akka.actor.deployment {{ \"/*/*/lanes\" {{ router = {router} }} }}");

    [Fact]
    public void Lanes_that_share_threads_lose_nothing() =>
        Check(ScheduleTheme.Room, 480, "akka.actorinference { lanes.dispatcher = akka.actorinference.shared-lane-dispatcher, shared-lane-dispatcher.dedicated-thread-pool.thread-count = 64 }");

    private static void Check(ScheduleTheme theme, int count, string hocon = "")
    {
        var system = ActorSystem.Create("schedules", ConfigurationFactory.ParseString($"akka.loglevel = OFF\nakka.stdout-loglevel = OFF\n{hocon}"));
        // What earlier tests have lost comes back now, and not in the middle of a count.
        GC.Collect();
        GC.WaitForPendingFinalizers();
        var schedules = Gen.Choose(0, int.MaxValue - 1).Select(seed => ScheduleMaker.Make(theme, seed));
        var groups = Arb.From(schedules.ArrayOf(ScheduleGroup.Size).Select(group => new ScheduleGroup(group, AkkaSubject.In(system))), group => group.Shrink());
        Prop.ForAll(groups, group => group.Run()).Check(FsCheck.Config.QuickThrowOnFailure.WithMaxTest((count + ScheduleGroup.Size - 1) / ScheduleGroup.Size).WithStartSize(1).WithEndSize(1));
        Assert.True(SpinWait.SpinUntil(() => ActorTree.Below(system).Count == 0, TimeSpan.FromSeconds(20)), $"Actors are left: {string.Join(", ", ActorTree.Below(system))}");
        system.Terminate().Wait(TimeSpan.FromSeconds(30));
        Assert.Equal(0, LaneThreads.Count());
    }
}
