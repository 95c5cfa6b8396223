namespace ActorInference;

/// <summary>How far a run is; all numbers belong together.</summary>
public sealed record PipelineSnapshot
{
    /// <summary>Items that the source gave: those that ended, and those in flight.</summary>
    public required long Taken { get; init; }

    /// <summary>Items whose value the consumer has got.</summary>
    public required long Succeeded { get; init; }

    /// <summary>Items that ended with a failure, those that were cancelled not counted.</summary>
    public required long Failed { get; init; }

    /// <summary>Items that were given up, with those whose value nobody took.</summary>
    public required long Cancelled { get; init; }

    /// <summary>Items that buffers dropped.</summary>
    public required long Dropped { get; init; }

    /// <summary>Items between source and sink.</summary>
    public required int ItemsInFlight { get; init; }

    /// <summary>Bytes between source and sink.</summary>
    public required long BytesInFlight { get; init; }

    /// <summary>The most items that were in flight at once.</summary>
    public required int MaxItemsInFlight { get; init; }

    /// <summary>The most bytes that were in flight at once.</summary>
    public required long MaxBytesInFlight { get; init; }

    /// <summary>How long the run has lasted.</summary>
    public required TimeSpan Elapsed { get; init; }

    /// <summary>How many items are expected; null when nobody knows.</summary>
    public required long? Expected { get; init; }

    /// <summary>The stages, in order.</summary>
    public required IReadOnlyList<StageSnapshot> Stages { get; init; }

    /// <summary>Items that ended, in whatever way.</summary>
    public long Done => Succeeded + Failed + Cancelled + Dropped;

    /// <summary>Items a second that were worked on to their end: those that succeeded or failed. What was dropped or given up cost no work, and a live source that is too fast is not a fast model.</summary>
    public double Rate => Elapsed > TimeSpan.Zero ? (Succeeded + Failed) / Elapsed.TotalSeconds : 0;

    /// <summary>How long the rest will take if it goes on ending as fast, in whatever way: <see cref="Done"/> is what counts, for what is dropped need not be waited for. Null when nobody can say.</summary>
    public TimeSpan? TimeLeft => Expected is { } expected && Done > 0 ? Elapsed * (Math.Max(0, expected - Done) / (double)Done) : null;

    /// <summary><c>40 of 300 items, 2 failed, 12.5 a second, 21 s left</c>.</summary>
    public override string ToString()
    {
        var of = Expected is { } expected ? $" of {expected}" : "";
        var failed = Failed > 0 ? $", {Failed} failed" : "";
        var cancelled = Cancelled > 0 ? $", {Cancelled} cancelled" : "";
        var dropped = Dropped > 0 ? $", {Dropped} dropped" : "";
        var left = TimeLeft is { } time && time > TimeSpan.Zero ? $", {Math.Ceiling(time.TotalSeconds)} s left" : "";
        return $"{Done}{of} items{failed}{cancelled}{dropped}, {Rate:0.0} a second{left}";
    }
}
