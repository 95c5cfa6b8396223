using FsCheck;
using FsCheck.Fluent;

namespace ActorInference.Tests.Predicting.Schedules;

/// <summary>The lowest priority finishes under a sustained flood of the others.</summary>
public sealed class FloodScheduleTests
{
    // A level that was passed over eight times goes next; with two levels flooded, the other may be before it.
    private const int MostRunsBetween = 10;

    [Fact]
    public void The_lowest_priority_finishes_under_a_flood_of_the_others()
    {
        var plans = from size in Gen.Choose(1, 4)
                    from lows in Gen.Choose(1, 6)
                    from floods in Gen.Elements<Priority[]>([Priority.High], [Priority.High, Priority.Normal], [Priority.Normal])
                    from items in Gen.Choose(0, 1)
                    select (size, lows, floods, waitForRoom: items == 1);
        Prop.ForAll(Arb.From(plans), plan => Flood(plan.size, plan.lows, plan.floods, plan.waitForRoom)).Check(Config.QuickThrowOnFailure.WithMaxTest(200));
    }

    private static void Flood(int size, int lows, Priority[] floods, bool waitForRoom)
    {
        // With little room the flood is in front of the queue, where turns are taken as well.
        using var world = new QuietWorld(new() { Lanes = 1, Batch = new() { MaxSize = size }, Admission = new() { MaxItems = waitForRoom ? 2 * size : 1000 } });
        var flood = new List<Task<Outcome<Prediction>>>();
        var low = new List<Task<Outcome<Prediction>>>();
        void Pour()
        {
            foreach (var priority in floods)
            {
                for (var i = 0; i < size + 1; i++) flood.Add(world.Submit(1, 1, new() { Priority = priority }));
            }
        }

        for (var i = 0; i < 4; i++) Pour();
        for (var i = 0; i < lows; i++) low.Add(world.Submit(2, 1, new() { Priority = Priority.Low }));
        var runs = 0;
        for (; world.Sessions.Runs.Sum(run => run.Firsts.Count(first => first == 2)) < lows; runs++)
        {
            Assert.True(runs <= (lows + 1) * MostRunsBetween * (waitForRoom ? size + 1 : 1), $"{runs} runs, and the lowest has not finished.");
            Pour();
            world.Rest();
            Assert.Single(world.Sessions.Blocked).Release();
            world.Rest();
        }

        Assert.True(SpinWait.SpinUntil(
            () =>
            {
                world.Sessions.ReleaseAll();
                foreach (var task in flood.Where(task => task.IsCompletedSuccessfully)) task.Result.Value.Dispose();
                return flood.TrueForAll(task => task.IsCompleted) && low.TrueForAll(task => task.IsCompleted);
            },
            TimeSpan.FromSeconds(20)));
        foreach (var task in flood.Concat(low)) task.Result.Value.Dispose();
    }
}
