namespace ActorInference.Bench;

/// <summary>
/// Measures variants against each other in one run: they take turns, so that whatever else the machine does meets all of them alike.
/// The first variant is the baseline.
/// </summary>
internal sealed class AlternatingRun
{
    private readonly List<(string Name, Action Body)> _variants = [];

    public AlternatingRun Variant(string name, Action body)
    {
        _variants.Add((name, body));
        return this;
    }

    /// <summary>Prints a Markdown table: the median of each variant in milliseconds, and how many times as fast as the baseline it is.</summary>
    public void Print(string title, int rounds)
    {
        const int WarmUps = 60; // past all tiers of the JIT: background compilation waits for a pause of 100 ms
        for (var i = 0; i < WarmUps; i++) _variants.ForEach(variant => variant.Body());

        var times = _variants.ConvertAll(_ => new List<double>(rounds));
        for (var round = 0; round < rounds; round++)
        {
            for (var i = 0; i < _variants.Count; i++)
            {
                var start = TimeProvider.System.GetTimestamp();
                _variants[i].Body();
                times[i].Add(TimeProvider.System.GetElapsedTime(start).TotalMilliseconds);
            }
        }

        Console.WriteLine($"### {title} ({rounds} rounds)\n\n| variant | median ms | times as fast |\n| --- | ---: | ---: |");
        var baseline = Median(times[0]);
        for (var i = 0; i < _variants.Count; i++) Console.WriteLine($"| {_variants[i].Name} | {Median(times[i]):F2} | {baseline / Median(times[i]):F2} |");
        Console.WriteLine();
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);
}
