namespace ActorInference.TestKit.Streams.Schedules;

/// <summary>Makes random pipelines; the same seed makes the same one.</summary>
public static class StreamScheduleMaker
{
    // Short ones find as much, and many of them more.
    private const int MostItems = 40;
    private const int MostStages = 5;

    public static StreamSchedule Make(int seed)
    {
        var random = new Random(seed);
        var items = random.Next(MostItems + 1);
        var stop = random.Next(3) == 0 ? StreamStop.Nothing : (StreamStop)random.Next(1, 5);
        return new()
        {
            Seed = seed,
            Items = items,
            Weight = random.Next(3),
            Parallelism = random.Next(1, 4),
            Ordered = random.Next(3) > 0,
            FailFast = random.Next(4) == 0,
            MaxItems = random.Next(3) == 0 ? random.Next(1, 8) : null,
            MaxBytes = random.Next(3) == 0 ? random.Next(1, 12) : long.MaxValue,
            Stages = [.. Enumerable.Range(0, random.Next(MostStages + 1)).Select(_ => Stage(random))],
            SourceYieldsEvery = random.Next(4),
            SourceThrowsAt = random.Next(6) == 0 ? random.Next(items + 1) : null,
            ConsumerYields = random.Next(2) * random.Next(20),
            Stop = stop,
            StopAt = random.Next(1, (4 * items) + 2),
        };
    }

    private static StreamStage Stage(Random random) => random.Next(9) switch
    {
        0 or 1 => new StreamStage.Buffer(random.Next(1, 5), (Overflow)random.Next(5)),
        2 => new StreamStage.Sample(random.Next(1, 4)),
        3 => new StreamStage.Group(random.Next(1, 6), random.Next(2) == 0 ? Timeout.InfiniteTimeSpan : TimeSpan.FromMilliseconds(random.Next(1, 50))),
        _ => new StreamStage.Work(
            random.Next(2) == 0,
            random.Next(3) == 0 ? random.Next(1, 5) : null,
            random.Next(4) == 0 ? random.Next(2) == 0 : null,
            random.Next(2) * random.Next(6),
            random.Next(3) == 0 ? random.Next(2, 20) : 0,
            random.Next(2) == 0),
    };
}
