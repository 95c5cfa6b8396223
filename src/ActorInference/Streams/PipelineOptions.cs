namespace ActorInference;

/// <summary>
/// How a pipeline is run. The three modes differ in nothing else: <see cref="Sync"/> has one item in flight, <see cref="Batch"/> offers groups to the predictor,
/// <see cref="Async"/> keeps every lane and core at work.
/// </summary>
public sealed record PipelineOptions
{
    /// <summary>One item after the other: the least latency for one item, and the least memory.</summary>
    public static PipelineOptions Sync { get; } = new() { MaxItemsInFlight = 1, Parallelism = 1 };

    /// <summary>Every lane and every core at work; the default.</summary>
    public static PipelineOptions Async { get; } = new();

    /// <summary>Items a stage works on at once unless it says otherwise, 1 or more. Default: the cores that this process may use.</summary>
    public int Parallelism { get; init; } = Environment.ProcessorCount;

    /// <summary>Whether outcomes come in the order of the source. Default true. Unordered, a slow item holds nobody up, and less waits in memory.</summary>
    public bool Ordered { get; init; } = true;

    /// <summary>How many items a predict stage offers to its predictor together, 1 or more. Default 1. The predictor's own <see cref="BatchOptions.MaxSize"/> says how many share a run.</summary>
    public int GroupSize { get; init; } = 1;

    /// <summary>How long the first item of such a group waits for the others, 0 to 1 minute. Default 50 ms. The last group of a stream does not wait.</summary>
    public TimeSpan GroupWithin { get; init; } = TimeSpan.FromMilliseconds(50);

    /// <summary>
    /// Items between source and sink at most, 1 or more, and no fewer than a group. Default: as many as the stages can hold; where the source goes into a buffer that keeps the latest alone,
    /// as many as the lanes run (without a predict stage: as the busiest stage works on) and one more, so that what comes out is fresh.
    /// </summary>
    public int? MaxItemsInFlight { get; init; }

    /// <summary>
    /// Bytes between source and sink at most, 1 or more; one item is always let in. Counted is what says how large it is (<see cref="IByteSized"/>); what an item will weigh
    /// is learnt from those before it, so that a sudden growth can exceed the limit by that growth. Default: a quarter of the memory that this process may use.
    /// </summary>
    public long MaxBytesInFlight { get; init; } = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 4;

    /// <summary>Whether the first failure ends the stream: what is in flight is cancelled, and nothing more taken from the source. Default false.</summary>
    public bool FailFast { get; init; }

    /// <summary>How many items are expected, for <see cref="PipelineSnapshot.TimeLeft"/>; null when nobody knows.</summary>
    public long? ExpectedItems { get; init; }

    /// <summary>Who hears how far the run is: every <see cref="ProgressInterval"/> and once at the end, one call at a time, on a thread
    /// of the pool or the run. What it throws comes out at the end of the run, which goes on. Null: nobody.</summary>
    public IProgress<PipelineSnapshot>? Progress { get; init; }

    /// <summary>How often, more than 0. Default one second.</summary>
    public TimeSpan ProgressInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The clock of groups, rates and progress. Default: the system's.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Groups of <paramref name="size"/> are offered to the predictor; each item still has its own outcome as soon as it is done.</summary>
    public static PipelineOptions Batch(int size) => new() { GroupSize = size };

    /// <summary>What a host calls the pipeline, for measurements; null where it has no name.</summary>
    internal string? Name { get; init; }

    internal Failure? Check() => this switch
    {
        { Parallelism: < 1 } => Invalid($"a stage works on 1 item or more at once, not {Parallelism}"),
        { GroupSize: < 1 } => Invalid($"a group has 1 item or more, not {GroupSize}"),
        { MaxItemsInFlight: < 1 } => Invalid($"1 item or more may be in flight, not {MaxItemsInFlight}"),
        { MaxBytesInFlight: < 1 } => Invalid($"1 byte or more may be in flight, not {MaxBytesInFlight}"),
        _ when MaxItemsInFlight < GroupSize => Invalid($"a group of {GroupSize} never fills when only {MaxItemsInFlight} may be in flight; allow more or group fewer"),
        _ when GroupWithin < TimeSpan.Zero || GroupWithin > TimeSpan.FromMinutes(1) => Invalid($"a group waits 0 s to 1 minute, not {GroupWithin.TotalSeconds:0.###} s"),
        _ when ProgressInterval <= TimeSpan.Zero => Invalid($"progress is told every so often, not every {ProgressInterval.TotalSeconds:0.###} s"),
        _ => null,
    };

    private static Failure Invalid(string problem) => new(ErrorKind.InvalidInput, $"{problem}.");
}
