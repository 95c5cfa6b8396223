using FsCheck;
using FsCheck.Fluent;

namespace ActorInference.Tests.Predicting.Schedules;

/// <summary>A session that dies is opened again after its backoff, neither sooner nor later; a pool past its limit fails fast.</summary>
public sealed class BackoffScheduleTests
{
    [Fact]
    public void A_dead_session_is_back_after_its_backoff()
    {
        var plans = from first in Gen.Choose(1, 20)
                    from most in Gen.Choose(20, 100)
                    from jitter in Gen.Choose(0, 5)
                    from failures in Gen.Choose(0, 6)
                    select (first, most, jitter: jitter / 10.0, failures);
        Prop.ForAll(Arb.From(plans), plan => ComesBack(plan.first, plan.most, plan.jitter, plan.failures)).Check(Config.QuickThrowOnFailure.WithMaxTest(300));
    }

    [Fact]
    public void A_pool_past_its_limit_fails_fast_until_it_is_tried_again() =>
        Prop.ForAll(Arb.From(Gen.Choose(0, 6)), FailsFast).Check(Config.QuickThrowOnFailure.WithMaxTest(30));

    private static void ComesBack(int first, int most, double jitter, int failures)
    {
        var supervision = new SupervisionOptions { FirstBackoff = Ms(first), MaxBackoff = Ms(most), Jitter = jitter, MaxRestarts = 10 };
        using var world = new QuietWorld(new() { Supervision = supervision }, blocks: false);
        var openings = new List<TimeSpan>();
        world.Sessions.OnOpen = (_, _) =>
        {
            openings.Add(world.Now); // by the one lane
            return openings.Count <= failures ? new Failure(ErrorKind.SessionFailed, "not yet") : null;
        };
        world.Sessions.Script = run => run.SessionNumber == 1 ? FakeBehaviour.Fail(ErrorKind.DeviceLost) : FakeBehaviour.Succeed;

        var task = world.Submit(1);
        world.Rest();
        for (var i = 0; i < 2000 && openings.Count <= failures; i++) world.Step();
        Assert.Equal(failures + 1, openings.Count);
        task.Wait(TimeSpan.FromSeconds(20));
        task.Result.Value.Dispose();

        var last = TimeSpan.Zero;
        for (var i = 0; i < openings.Count; i++)
        {
            var pause = Math.Min(first * Math.Pow(2, i), most);
            Assert.InRange((openings[i] - last).TotalMilliseconds, pause * (1 - jitter), (pause * (1 + jitter)) + 1); // timers count whole milliseconds
            last = openings[i];
        }
    }

    private static void FailsFast(int maxRestarts)
    {
        var supervision = new SupervisionOptions { FirstBackoff = Ms(1), MaxBackoff = Ms(1), Jitter = 0, MaxRestarts = maxRestarts, RestartWindow = Ms(1000) };
        using var world = new QuietWorld(new() { Supervision = supervision }, blocks: false);
        var isBroken = true;
        var openings = 0;
        world.Sessions.OnOpen = (_, _) =>
        {
            openings++;
            return isBroken ? new Failure(ErrorKind.SessionFailed, "not yet") : null;
        };
        world.Sessions.Script = run => run.SessionNumber == 1 ? FakeBehaviour.Fail(ErrorKind.DeviceLost) : FakeBehaviour.Succeed;

        var task = world.Submit(1);
        world.Rest();
        for (var i = 0; i < maxRestarts; i++) world.Step();
        Assert.Equal(maxRestarts, openings); // the death of the first session is the first failure
        Assert.True(task.Wait(TimeSpan.FromSeconds(20)));
        Assert.Contains(task.Result.Failure!.Kind, new[] { ErrorKind.NotReady, ErrorKind.DeviceLost });
        Assert.Equal(HealthState.Stopped, world.Predictor.Snapshot().State);

        var refused = world.Submit(2);
        Assert.True(refused.IsCompleted);
        Assert.Equal(ErrorKind.NotReady, refused.Result.Failure!.Kind);
        Assert.Equal(Ms(1000), refused.Result.Failure.RetryAfter);

        isBroken = false;
        world.Time.Advance(Ms(999));
        world.Rest();
        Assert.Equal(maxRestarts, openings);
        world.Step();
        Assert.Equal(HealthState.Ready, world.Predictor.Snapshot().State);
        var again = world.Submit(3);
        Assert.True(again.Wait(TimeSpan.FromSeconds(20)));
        again.Result.Value.Dispose();
    }

    private static TimeSpan Ms(double milliseconds) => TimeSpan.FromMilliseconds(milliseconds);
}
