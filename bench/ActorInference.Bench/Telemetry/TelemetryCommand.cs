namespace ActorInference.Bench.Telemetry;

/// <summary>What telemetry costs predictions that do nothing: nobody listens, somebody listens to metrics, somebody samples activities; and a build without telemetry, where one is given.</summary>
internal static class TelemetryCommand
{
    private const int Rounds = 15, WarmUps = 3;

    public static int Run(string[] arguments)
    {
        if (arguments.Length > 1)
        {
            Console.Error.WriteLine("usage: telemetry [FOLDER OF ANOTHER BUILD]");
            return 2;
        }

        var other = arguments is [var folder] ? new OtherBuild(folder) : null;
        Measure("One caller who waits", "median round trip, us", "F2", nameof(TelemetryRounds.OneCaller), TelemetryRounds.OneCaller, other);
        Measure("64 callers who await", "predictions a second", "N0", nameof(TelemetryRounds.ManyCallers), TelemetryRounds.ManyCallers, other);
        Measure("One caller who waits", "bytes allocated for each prediction", "F1", nameof(TelemetryRounds.Bytes), TelemetryRounds.Bytes, other);
        return 0;
    }

    private static void Measure(string title, string figure, string format, string name, Func<double> round, OtherBuild? other)
    {
        var run = new AlternatingRun { WarmUps = WarmUps };
        if (other is not null) run.Variant("the other build, nobody listens", other.Round(name));
        run.Variant("nobody listens", round)
            .Variant("a listener to all metrics", () => Heard(Listener.OfMetrics(), round))
            .Variant("activities, one of 100 sampled", () => Heard(Listener.OfActivities(100), round))
            .Variant("activities, all sampled", () => Heard(Listener.OfActivities(1), round));
        var measured = run.Measure(Rounds);
        Console.WriteLine($"### {title}: {figure} ({Rounds} rounds)\n\n| variant | median | quartiles | of the first, by rounds | quartiles |\n| --- | ---: | ---: | ---: | ---: |");
        foreach (var own in measured)
        {
            var (lower, upper) = (VariantFigures.Quantile(own.Figures, 0.25), VariantFigures.Quantile(own.Figures, 0.75));
            var ratio = own.RatiosTo(measured[0]);
            Console.WriteLine($"| {own.Name} | {own.Median.ToString(format)} | {lower.ToString(format)} to {upper.ToString(format)} | {ratio.Median:F2} | {ratio.Lower:F2} to {ratio.Upper:F2} |");
        }

        Console.WriteLine();
    }

    private static double Heard(IDisposable listener, Func<double> round)
    {
        using (listener) return round();
    }
}
