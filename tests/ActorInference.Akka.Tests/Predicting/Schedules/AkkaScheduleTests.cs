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
public sealed class AkkaScheduleTests : IDisposable
{
    private readonly ActorSystem _system = ActorSystem.Create("schedules", ConfigurationFactory.ParseString("akka.loglevel = OFF\nakka.stdout-loglevel = OFF"));

    public void Dispose() => _system.Terminate().Wait(TimeSpan.FromSeconds(30));

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

    private void Check(ScheduleTheme theme, int count)
    {
        // What earlier tests have lost comes back now, and not in the middle of a count.
        GC.Collect();
        GC.WaitForPendingFinalizers();
        var schedules = Gen.Choose(0, int.MaxValue - 1).Select(seed => ScheduleMaker.Make(theme, seed));
        var groups = Arb.From(schedules.ArrayOf(ScheduleGroup.Size).Select(group => new ScheduleGroup(group, AkkaSubject.In(_system))), group => group.Shrink());
        Prop.ForAll(groups, group => group.Run()).Check(FsCheck.Config.QuickThrowOnFailure.WithMaxTest((count + ScheduleGroup.Size - 1) / ScheduleGroup.Size).WithStartSize(1).WithEndSize(1));
        Assert.True(SpinWait.SpinUntil(() => ActorTree.Below(_system).Count == 0, TimeSpan.FromSeconds(20)), $"Actors are left: {string.Join(", ", ActorTree.Below(_system))}");
        Assert.Equal(0, LaneThreads.Count());
    }
}
