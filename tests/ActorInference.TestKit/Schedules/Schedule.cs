namespace ActorInference.TestKit.Schedules;

/// <summary>What is done, in order. Made by <see cref="ScheduleMaker"/> from its theme and seed; it may have been shrunk since.</summary>
public sealed record Schedule(ScheduleTheme Theme, int Seed, ScheduleOptions Options, IReadOnlyList<ScheduleStep> Steps, ScheduleEnd End)
{
    /// <summary>Simpler ones that may fail in the same way: fewer steps first, then plainer options.</summary>
    public IEnumerable<Schedule> Shrink()
    {
        for (var size = Steps.Count / 2; size > 0; size /= 2)
        {
            for (var start = 0; start < Steps.Count; start += size)
            {
                yield return this with { Steps = [.. Steps.Take(start), .. Steps.Skip(start + size)] };
            }
        }

        if (Options.Pools > 1) yield return this with { Options = Options with { Pools = 1 } };
        if (Options.Lanes > 1) yield return this with { Options = Options with { Lanes = Options.Lanes - 1 } };
        if (Options.MaxSize > 1) yield return this with { Options = Options with { MaxSize = Options.MaxSize / 2 } };
        if (Options.WithinMs > 0) yield return this with { Options = Options with { WithinMs = 0 } };
        if (!Options.IsShared) yield return this with { Options = Options with { IsShared = true } };
        if (!Options.IsWarmedUp) yield return this with { Options = Options with { IsWarmedUp = true } };
    }

    public override string ToString() => $"{Theme}, seed {Seed}, {Options}\n  {string.Join("\n  ", Steps)}\n  end: {End}";
}
