namespace ActorInference.Bench.Nothing;

/// <summary>
/// <c>noop</c>: what a prediction costs whose model does nothing, through queue and lane and back, by one caller who waits and by many who await.
/// </summary>
internal static class NoopCommand
{
    private const int Rounds = 15, WarmUps = 3;

    public static int Run()
    {
        var trips = RoundTripVariant.All.Select(variant => variant.Open()).ToArray();
        var one = new AlternatingRun { WarmUps = WarmUps };
        var many = new AlternatingRun { WarmUps = WarmUps };
        foreach (var (variant, trip) in RoundTripVariant.All.Zip(trips))
        {
            one.Variant(variant.Name, () => Callers.MedianMicroseconds(trip, NoopBenchmarks.OneCallersPredictions));
            many.Variant(variant.Name, () => NoopBenchmarks.ManyCallersPredictions * 1000.0
                / AlternatingRun.Milliseconds(() => Callers.PredictAsync(trip, NoopBenchmarks.ManyCallers, NoopBenchmarks.ManyCallersPredictions)));
        }

        Print("One caller who waits", "median round trip, us", "F1", one.Measure(Rounds));
        Print($"{NoopBenchmarks.ManyCallers} callers who await", "predictions a second", "N0", many.Measure(Rounds));
        foreach (var trip in trips) trip.Dispose();
        return 0;
    }

    private static void Print(string title, string figure, string format, IReadOnlyList<VariantFigures> measured)
    {
        Console.WriteLine($"### {title} ({Rounds} rounds)\n\n| variant | {figure} | quartiles | of the first |\n| --- | ---: | ---: | ---: |");
        foreach (var own in measured)
        {
            var (lower, upper) = (VariantFigures.Quantile(own.Figures, 0.25), VariantFigures.Quantile(own.Figures, 0.75));
            Console.WriteLine($"| {own.Name} | {own.Median.ToString(format)} | {lower.ToString(format)} to {upper.ToString(format)} | {own.RatiosTo(measured[0]).Median:F2} |");
        }

        Console.WriteLine();
    }
}
