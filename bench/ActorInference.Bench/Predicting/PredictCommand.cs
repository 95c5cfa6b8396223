using ActorInference.TestKit;

namespace ActorInference.Bench.Predicting;

/// <summary>
/// <c>predict MODEL|all [ITEMS]</c>: predictions a second of every <see cref="PredictVariant"/>, alternating, as ratios to the best bare loop.
/// </summary>
internal static class PredictCommand
{
    private const int Rounds = 15;

    // The runtime's threads were seen to spin for 40 ms after a run, in a session that allows it: they are not to meet the next variant.
    private static readonly TimeSpan SpinningEnds = TimeSpan.FromMilliseconds(100);

    public static int Run(string[] arguments)
    {
        if (!TestData.Exists) return Wrong($"there is no test data at {TestData.Root}; name its folder in {TestData.Setting}.");
        if (arguments is not [var name, .. { Length: <= 1 } rest]) return Usage();
        var models = BenchModel.All.Where(model => name == "all" || name == model.Name).ToArray();
        if (models.Length == 0) return Wrong($"'{name}' is none of the models; there is all, {string.Join(", ", BenchModel.All.Select(model => model.Name))}.");
        int? items = null;
        if (rest is [var text])
        {
            if (!int.TryParse(text, out var count) || count < 1) return Usage();
            items = count;
        }

        foreach (var model in models) Measure(model, items ?? model.Items);
        return 0;
    }

    private static void Measure(BenchModel model, int items)
    {
        var loops = PredictVariant.All.Select(variant => variant.Open(model)).ToArray();
        var run = new AlternatingRun { WarmUps = 2, Pause = SpinningEnds };
        foreach (var (variant, loop) in PredictVariant.All.Zip(loops)) run.Variant(variant.Name, () => items * 1000 / AlternatingRun.Milliseconds(() => loop.Predict(items)));
        Print($"{model.Name}, {items} predictions of float32 {model.Shape} a round, {Rounds} rounds", run.Measure(Rounds));
        foreach (var loop in loops) loop.Dispose();
    }

    private static void Print(string title, IReadOnlyList<VariantFigures> measured)
    {
        var best = measured.Where((_, i) => PredictVariant.All[i].IsBare).MaxBy(figures => figures.Median)!;
        Console.WriteLine($"### {title}\n\n| variant | predictions a second | of the best bare loop | quartiles |\n| --- | ---: | ---: | ---: |");
        foreach (var figures in measured)
        {
            var (lower, median, upper) = figures.RatiosTo(best);
            Console.WriteLine($"| {figures.Name} | {figures.Median:N1} | {median:F3} | {lower:F3} to {upper:F3} |");
        }

        Console.WriteLine();
    }

    private static int Usage() => Wrong("usage: predict MODEL|all [ITEMS]");

    private static int Wrong(string message)
    {
        Console.Error.WriteLine(message);
        return 2;
    }
}
