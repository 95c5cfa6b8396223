namespace ActorInference.TestKit.Schedules;

/// <summary>Makes schedules; the same theme and seed make the same one.</summary>
public static class ScheduleMaker
{
    // Short ones find as much, and many of them more.
    private const int MostSteps = 16;

    // Three rows in a batch, twice in and twice out: the largest request that is made fits into the least bytes.
    private const long LeastBytes = 3 * 64;

    public static Schedule Make(ScheduleTheme theme, int seed)
    {
        var random = new Random(seed);
        var options = Options(theme, random);
        var steps = new ScheduleStep[random.Next(2, MostSteps)];
        for (var i = 0; i < steps.Length; i++) steps[i] = Step(theme, options, random);
        return new(theme, seed, options, steps, (ScheduleEnd)random.Next(3));
    }

    private static ScheduleOptions Options(ScheduleTheme theme, Random random)
    {
        var isTight = theme == ScheduleTheme.Room || (theme == ScheduleTheme.Everything && random.Next(2) == 0);
        var hangs = theme is ScheduleTheme.Faults or ScheduleTheme.Everything;
        return new()
        {
            Pools = random.Next(1, 3),
            Lanes = random.Next(1, ScheduleOptions.MostLanes + 1),
            IsShared = random.Next(2) == 0,
            MaxSize = random.Next(3) == 0 ? 1 : random.Next(1, 9),
            WithinMs = random.Next(2) * random.Next(1, 10),
            SpareItems = isTight ? random.Next(3) : 1000,
            MaxBytes = isTight && random.Next(3) > 0 ? LeastBytes + (random.Next(6) * 32) : 1 << 30,
            MaxRestarts = random.Next(5),
            WatchdogMs = hangs && random.Next(4) > 0 ? random.Next(5, 60) : null,
            IsWarmedUp = !hangs || random.Next(4) > 0,
        };
    }

    private static ScheduleStep Step(ScheduleTheme theme, ScheduleOptions options, Random random) => random.Next(10) switch
    {
        < 4 => Submit(theme, random),
        < 7 => Passing(random),
        _ => theme switch
        {
            ScheduleTheme.Swaps => Change(options, random, "good"),
            ScheduleTheme.Poison => Submit(theme, random),
            ScheduleTheme.Room => new ScheduleStep.Cancel(random.Next(64)),
            ScheduleTheme.Faults => Fault(random),
            _ => random.Next(4) switch
            {
                0 => Change(options, random, random.Next(3) switch { 0 => "good", 1 => "broken", _ => "wrong" }),
                1 => new ScheduleStep.Cancel(random.Next(64)),
                _ => Fault(random),
            },
        },
    };

    private static ScheduleStep.Submit Submit(ScheduleTheme theme, Random random)
    {
        var isRoom = theme is ScheduleTheme.Room or ScheduleTheme.Everything;
        var isPoisoned = theme is ScheduleTheme.Poison or ScheduleTheme.Everything && random.Next(3) == 0;
        return new(
            random.Next(8) switch { 0 => FrontDoor.Batch, 1 => FrontDoor.Sync, _ => FrontDoor.Async },
            random.Next(1, 7),
            random.Next(3) == 0 ? random.Next(1, 4) : 1,
            isPoisoned,
            (Priority)random.Next(3),
            isRoom && random.Next(3) == 0 ? random.Next(1, 30) : null,
            isRoom && random.Next(3) == 0 ? (WhenFull)random.Next(3) : WhenFull.Wait);
    }

    private static ScheduleStep Passing(Random random) => random.Next(7) switch
    {
        0 or 1 => new ScheduleStep.Advance(random.Next(1, 40)),
        2 => new ScheduleStep.Block(random.Next(1, 4)),
        3 => new ScheduleStep.Release(),
        4 => new ScheduleStep.ReleaseOne(),
        5 => new ScheduleStep.DisposeResults(),
        _ => new ScheduleStep.Yield(),
    };

    private static ScheduleStep Change(ScheduleOptions options, Random random, string model) =>
        random.Next(2) == 0 ? new ScheduleStep.Swap(model) : new ScheduleStep.ChangeLanes(random.Next(options.Pools), random.Next(1, ScheduleOptions.MostLanes + 1));

    private static ScheduleStep Fault(Random random) => random.Next(8) switch
    {
        0 => new ScheduleStep.Hang(random.Next(1, 3)),
        1 => new ScheduleStep.Throw(),
        2 => new ScheduleStep.FailOpens(random.Next(1, 5)),
        3 or 4 => new ScheduleStep.Die(random.Next(2)),
        _ => new ScheduleStep.Fail(random.Next(3) switch { 0 => ErrorKind.DeviceLost, 1 => ErrorKind.OutOfMemory, _ => ErrorKind.SessionFailed }, random.Next(1, 3)),
    };
}
