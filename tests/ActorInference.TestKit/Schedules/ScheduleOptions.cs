namespace ActorInference.TestKit.Schedules;

/// <summary>How the predictor of a schedule is set up.</summary>
public sealed record ScheduleOptions
{
    public const int MostLanes = 4;

    public int Pools { get; init; } = 1;

    public int Lanes { get; init; } = 1;

    /// <summary>Whether the lanes of a pool share one session.</summary>
    public bool IsShared { get; init; } = true;

    public int MaxSize { get; init; } = 1;

    public int WithinMs { get; init; }

    /// <summary>Items beyond what the lanes need.</summary>
    public int SpareItems { get; init; } = 1000;

    public long MaxBytes { get; init; } = 1 << 30;

    public int MaxRestarts { get; init; } = 5;

    public int? WatchdogMs { get; init; }

    /// <summary>Whether sessions are warmed up, and so can be probed.</summary>
    public bool IsWarmedUp { get; init; } = true;

    public int MaxItems => (Pools * Lanes * MaxSize) + SpareItems;

    public static DeviceId Device(int number) => new("fake", number);

    public PredictorOptions ToPredictorOptions() => new()
    {
        Placement = new([.. Enumerable.Range(0, Pools).Select(Device)]),
        Lanes = Lanes,
        Batch = new() { MaxSize = MaxSize, Within = TimeSpan.FromMilliseconds(WithinMs) },
        Admission = new() { MaxItems = MaxItems, MaxBytes = MaxBytes },
        WarmUp = IsWarmedUp ? new() : new() { BatchSizes = [] },
        Supervision = new()
        {
            FirstBackoff = TimeSpan.FromMilliseconds(10),
            MaxBackoff = TimeSpan.FromMilliseconds(80),
            MaxRestarts = MaxRestarts,
            RestartWindow = TimeSpan.FromMilliseconds(500),
            Watchdog = WatchdogMs is { } watchdog ? TimeSpan.FromMilliseconds(watchdog) : null,
            ShutdownPatience = TimeSpan.FromMilliseconds(200),
        },
    };
}
