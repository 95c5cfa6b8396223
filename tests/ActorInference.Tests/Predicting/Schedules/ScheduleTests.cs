using ActorInference.TestKit.Schedules;
using ActorInference.Tests.Formats;
using FsCheck;
using FsCheck.Fluent;

namespace ActorInference.Tests.Predicting.Schedules;

/// <summary>Whatever is done to a predictor, in whatever order, every request ends once and as it deserves, bounds are kept, and nothing is left.</summary>
[Collection(SharedPoolCollection.Name)]
public sealed class ScheduleTests
{
    [Fact]
    public void Every_request_succeeds_through_swaps_and_changes_of_lanes() => Check(ScheduleTheme.Swaps, 2000);

    [Fact]
    public void Exactly_the_poisoned_requests_fail() => Check(ScheduleTheme.Poison, 2000);

    [Fact]
    public void Room_is_never_exceeded_and_never_lost() => Check(ScheduleTheme.Room, 3000);

    [Fact]
    public void Sessions_that_fail_in_any_way_lose_no_request() => Check(ScheduleTheme.Faults, 3000);

    [Fact]
    public void Everything_at_once_leaves_nothing() => Check(ScheduleTheme.Everything, 3000);

    private static void Check(ScheduleTheme theme, int count)
    {
        // What earlier tests have lost comes back now, and not in the middle of a count.
        GC.Collect();
        GC.WaitForPendingFinalizers();
        var schedules = Gen.Choose(0, int.MaxValue - 1).Select(seed => ScheduleMaker.Make(theme, seed));
        var groups = Arb.From(schedules.ArrayOf(ScheduleGroup.Size).Select(group => new ScheduleGroup(group, EmbeddedSubject.Open)), group => group.Shrink());
        Prop.ForAll(groups, group => group.Run()).Check(Config.QuickThrowOnFailure.WithMaxTest((count + ScheduleGroup.Size - 1) / ScheduleGroup.Size).WithStartSize(1).WithEndSize(1));
        Assert.Equal(0, LaneThreads.Count());
    }
}
