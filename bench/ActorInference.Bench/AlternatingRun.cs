namespace ActorInference.Bench;

/// <summary>
/// Measures variants against each other in one run: they take turns, so that whatever else the machine does meets all of them alike.
/// The first variant is the baseline.
/// </summary>
internal sealed class AlternatingRun
{
    private readonly List<(string Name, Func<double> Measure)> _variants = [];

    /// <summary>How often each variant runs unmeasured. Default: past all tiers of the JIT, whose background compilation waits for a pause of 100 ms.</summary>
    public int WarmUps { get; init; } = 60;

    /// <summary>How long nothing happens before each measurement. Default: not at all.</summary>
    public TimeSpan Pause { get; init; }

    /// <summary>A variant whose figure is the milliseconds that <paramref name="body"/> takes.</summary>
    public AlternatingRun Variant(string name, Action body) => Variant(name, () => Milliseconds(body));

    /// <summary>A variant that finds its figure itself.</summary>
    public AlternatingRun Variant(string name, Func<double> measure)
    {
        _variants.Add((name, measure));
        return this;
    }

    /// <summary>The figures of each variant, in the order they were added.</summary>
    public IReadOnlyList<VariantFigures> Measure(int rounds)
    {
        for (var i = 0; i < WarmUps; i++) _variants.ForEach(variant => variant.Measure());

        var figures = _variants.ConvertAll(_ => new List<double>(rounds));
        for (var round = 0; round < rounds; round++)
        {
            for (var i = 0; i < _variants.Count; i++)
            {
                if (Pause > TimeSpan.Zero) Task.Delay(Pause, TimeProvider.System).Wait();
                figures[i].Add(_variants[i].Measure());
            }
        }

        return [.. _variants.Zip(figures, (variant, own) => new VariantFigures(variant.Name, own))];
    }

    /// <summary>Prints a Markdown table: the median of each variant in milliseconds, and how many times as fast as the baseline it is.</summary>
    public void Print(string title, int rounds)
    {
        var variants = Measure(rounds);
        Console.WriteLine($"### {title} ({rounds} rounds)\n\n| variant | median ms | times as fast |\n| --- | ---: | ---: |");
        foreach (var variant in variants) Console.WriteLine($"| {variant.Name} | {variant.Median:F2} | {variants[0].Median / variant.Median:F2} |");
        Console.WriteLine();
    }

    public static double Milliseconds(Action body)
    {
        var start = TimeProvider.System.GetTimestamp();
        body();
        return TimeProvider.System.GetElapsedTime(start).TotalMilliseconds;
    }
}
