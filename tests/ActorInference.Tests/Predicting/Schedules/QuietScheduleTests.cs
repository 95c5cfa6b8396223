using FsCheck;
using FsCheck.Fluent;

namespace ActorInference.Tests.Predicting.Schedules;

/// <summary>
/// Random schedules in which time stands still until every lane is at rest: then the moment at which each request starts or fails is exact, and can be held against the contract.
/// </summary>
public sealed class QuietScheduleTests
{
    private sealed record Waiting(int Number, Priority Priority, int Rows, TimeSpan Since, TimeSpan? Deadline, Task<Outcome<Prediction>> Task, CancellationTokenSource Cancel)
    {
        public bool HasStarted { get; set; }
    }

    private sealed record Plan(int Seed, int Lanes, bool IsShared, int MaxSize, int WithinMs);

    [Fact]
    public void Nobody_waits_past_within_or_starts_after_its_deadline_or_is_overtaken_by_its_equals()
    {
        var plans = from seed in Gen.Choose(0, int.MaxValue - 1)
                    from lanes in Gen.Choose(1, 4)
                    from shared in Gen.Choose(0, 1)
                    from size in Gen.Choose(1, 8)
                    from within in Gen.Choose(0, 8)
                    select new Plan(seed, lanes, shared == 1, size, within);
        Prop.ForAll(Arb.From(plans), Run).Check(Config.QuickThrowOnFailure.WithMaxTest(1000));
    }

    private static void Run(Plan plan)
    {
        var within = TimeSpan.FromMilliseconds(plan.WithinMs);
        using var world = new QuietWorld(new() { Lanes = plan.Lanes, Batch = new() { MaxSize = plan.MaxSize, Within = within } }, plan.IsShared);
        var random = new Random(plan.Seed);
        var requests = new List<Waiting>();
        for (var step = 0; step < 30; step++)
        {
            switch (random.Next(6))
            {
                case 0 or 1:
                    Submit(world, random, requests);
                    break;
                case 2 when world.Sessions.Blocked is { Count: > 0 } blocked:
                    blocked[random.Next(blocked.Count)].Release();
                    break;
                case 3 when requests.Count > 0 && random.Next(3) == 0:
                    requests[random.Next(requests.Count)].Cancel.Cancel();
                    break;
                default:
                    world.Time.Advance(TimeSpan.FromMilliseconds(1));
                    break;
            }

            world.Rest();
            Check(world, plan, requests);
        }

        Assert.True(SpinWait.SpinUntil(
            () =>
            {
                world.Sessions.ReleaseAll();
                world.Time.Advance(TimeSpan.FromMilliseconds(1));
                return requests.TrueForAll(request => request.Task.IsCompleted);
            },
            TimeSpan.FromSeconds(20)));
        foreach (var request in requests)
        {
            if (request.Task.Result.TryGet(out var prediction, out _)) prediction.Dispose();
            request.Cancel.Dispose();
        }
    }

    private static void Submit(QuietWorld world, Random random, List<Waiting> requests)
    {
        for (var i = random.Next(1, 6); i > 0; i--)
        {
            var deadline = random.Next(3) == 0 ? TimeSpan.FromMilliseconds(random.Next(1, 12)) : default(TimeSpan?);
            var (priority, rows, number, cancel) = ((Priority)random.Next(3), random.Next(4) == 0 ? 2 : 1, requests.Count + 1, new CancellationTokenSource());
            var task = world.Submit(number, rows, new() { Priority = priority, Deadline = deadline }, cancel.Token);
            requests.Add(new(number, priority, rows, world.Now, world.Now + deadline, task, cancel));
        }
    }

    private static void Check(QuietWorld world, Plan plan, List<Waiting> requests)
    {
        foreach (var run in world.Sessions.Runs)
        {
            foreach (var first in run.Firsts.Where(first => first > 0))
            {
                var request = requests[(int)first - 1];
                if (!request.HasStarted) Assert.True(request.Deadline is null || run.Started < request.Deadline, $"{request} started at {run.Started}.");
                request.HasStarted = true;
            }

            Assert.True(run.Rows <= Math.Max(plan.MaxSize, 2), $"A run has {run.Rows} rows.");
        }

        var (now, isLaneFree) = (world.Now, world.LanesIdle > 0);
        foreach (var request in requests.Where(request => !request.HasStarted))
        {
            if (request.Task.IsCompleted)
            {
                // Nobody fails for a deadline that has not come.
                if (request.Task.Result.Failure!.Kind == ErrorKind.DeadlineExceeded) Assert.True(request.Deadline <= now, $"{request} failed at {now}.");
                continue;
            }

            if (request.Cancel.IsCancellationRequested) continue; // its task ends on a thread of the pool
            Assert.True(request.Deadline is null || now < request.Deadline || WillEnd(request), $"{request} still waits at {now}.");
            if (!isLaneFree || (request.Deadline <= now)) continue;
            Assert.True(now - request.Since < TimeSpan.FromMilliseconds(plan.WithinMs), $"{request} waits at {now}, and a lane is free.");
            Assert.True(request.Deadline is null || now < request.Deadline - TimeSpan.FromMilliseconds(1), $"{request} waits at {now} for company, and a lane is free.");
        }

        foreach (var equals in requests.GroupBy(request => request.Priority))
        {
            var last = equals.LastOrDefault(request => request.HasStarted)?.Number ?? 0;
            var overtaken = equals.FirstOrDefault(request => request.Number < last && !request.HasStarted && !request.Task.IsCompleted && !request.Cancel.IsCancellationRequested && !(request.Deadline <= now));
            Assert.True(overtaken is null, $"{overtaken} was overtaken by {last}.");
        }
    }

    private static bool WillEnd(Waiting request) => request.Task.Wait(TimeSpan.FromSeconds(20)) && request.Task.Result.Failure?.Kind == ErrorKind.DeadlineExceeded;
}
