namespace ActorInference.TestKit.Streams.Schedules;

/// <summary>A random pipeline, and what its source, its work and its consumer do. The same seed makes the same one; it may have been shrunk since.</summary>
public sealed record StreamSchedule
{
    public required int Seed { get; init; }

    public required int Items { get; init; }

    /// <summary>What each item weighs.</summary>
    public required int Weight { get; init; }

    public required int Parallelism { get; init; }

    public required bool Ordered { get; init; }

    public required bool FailFast { get; init; }

    public required int? MaxItems { get; init; }

    public required long MaxBytes { get; init; }

    public required IReadOnlyList<StreamStage> Stages { get; init; }

    /// <summary>The source yields its thread before every nth item; 0: never.</summary>
    public required int SourceYieldsEvery { get; init; }

    /// <summary>The source throws instead of giving this item; null: never.</summary>
    public required int? SourceThrowsAt { get; init; }

    /// <summary>How often the consumer yields its thread behind each outcome.</summary>
    public required int ConsumerYields { get; init; }

    public required StreamStop Stop { get; init; }

    /// <summary>At which step: an item asked for, work begun, an outcome taken.</summary>
    public required int StopAt { get; init; }

    /// <summary>Whether every stage keeps the order.</summary>
    public bool IsOrdered => Stages.All(stage => stage switch
    {
        StreamStage.Work work => work.Ordered ?? Ordered,
        StreamStage.Group => Ordered, // the work that makes it one again
        _ => true,
    });

    /// <summary>Whether items may end as cancelled.</summary>
    public bool MayCancel => Stop is StreamStop.Abort or StreamStop.Cancel or StreamStop.Leave || FailFast || MayOverload;

    /// <summary>Whether a buffer may end the stream.</summary>
    public bool MayOverload => Stages.Any(stage => stage is StreamStage.Buffer { Overflow: Overflow.Fail });

    /// <summary>Simpler ones that may fail in the same way.</summary>
    public IEnumerable<StreamSchedule> Shrink()
    {
        for (var i = 0; i < Stages.Count; i++) yield return this with { Stages = [.. Stages.Take(i), .. Stages.Skip(i + 1)] };
        if (Items > 0)
        {
            yield return this with { Items = Items / 2 };
            yield return this with { Items = Items - 1 };
        }

        if (Stop != StreamStop.Nothing) yield return this with { Stop = StreamStop.Nothing };
        if (SourceThrowsAt is not null) yield return this with { SourceThrowsAt = null };
        if (FailFast) yield return this with { FailFast = false };
        if (MaxItems is not null) yield return this with { MaxItems = null };
        if (MaxBytes < long.MaxValue) yield return this with { MaxBytes = long.MaxValue };
        if (SourceYieldsEvery > 0) yield return this with { SourceYieldsEvery = 0 };
        if (ConsumerYields > 0) yield return this with { ConsumerYields = 0 };
        if (Parallelism > 1) yield return this with { Parallelism = 1 };
        for (var i = 0; i < Stages.Count; i++)
        {
            if (Stages[i] is StreamStage.Work { FailsEvery: > 0 } work) yield return this with { Stages = [.. Stages.Take(i), work with { FailsEvery = 0 }, .. Stages.Skip(i + 1)] };
        }
    }

    public override string ToString() =>
        $"seed {Seed}: {Items} items of {Weight}, parallelism {Parallelism}, ordered {Ordered}, fail fast {FailFast}, at most {MaxItems} items and {MaxBytes} bytes, "
        + $"source yields every {SourceYieldsEvery} and throws at {SourceThrowsAt}, consumer yields {ConsumerYields} times, {Stop} at step {StopAt}\n  {string.Join("\n  ", Stages)}";
}
