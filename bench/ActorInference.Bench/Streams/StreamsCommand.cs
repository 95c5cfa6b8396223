using ActorInference.Bench.Preparation;
using ActorInference.TestKit;

namespace ActorInference.Bench.Streams;

/// <summary>
/// <c>streams MODEL|all [ITEMS] [ROUNDS] [VARIANT,...]</c>: a folder of 1920x1080 JPEGs through a model to JPEGs of 512x384; what the stages cost alone, what the cores can do at most,
/// and how near each way comes to it. Each way in a process of its own; they take turns.
/// </summary>
internal static class StreamsCommand
{
    private const int DifferentPhotos = 12;

    public static int Run(string[] arguments)
    {
        if (!TestData.Exists) return Wrong($"there is no test data at {TestData.Root}; name its folder in {TestData.Setting}.");
        if (arguments is not [var name, .. { Length: <= 3 } rest]) return Wrong("usage: streams MODEL|all [ITEMS] [ROUNDS] [VARIANT,...]");
        var models = StreamCase.All.Where(model => name == "all" || name == model.Name).ToArray();
        if (models.Length == 0) return Wrong($"'{name}' is none of the models; there is all, {string.Join(", ", StreamCase.All.Select(model => model.Name))}.");
        var (items, rounds) = (rest.Length > 0 ? int.Parse(rest[0]) : 300, rest.Length > 1 ? int.Parse(rest[1]) : 5);
        var variants = rest.Length > 2 ? StreamVariant.All.Where(variant => rest[2].Split(',').Contains(variant.Key)).ToArray() : StreamVariant.All;
        if (variants.Count == 0) return Wrong($"'{rest[2]}' is none of the variants; there is {string.Join(", ", StreamVariant.All.Select(variant => variant.Key))}.");
        var folder = Directory.CreateTempSubdirectory("photos-");
        try
        {
            for (var i = 0; i < DifferentPhotos; i++) File.WriteAllBytes(Path.Combine(folder.FullName, $"{i:00}.jpg"), SyntheticPhoto.Jpeg(1920, 1080));
            foreach (var model in models) Measure(model, variants, folder.FullName, items, rounds);
        }
        finally
        {
            folder.Delete(recursive: true);
        }

        return 0;
    }

    private static void Measure(StreamCase model, IReadOnlyList<StreamVariant> variants, string folder, int items, int rounds)
    {
        var costs = new List<StageCosts>();
        var children = variants.Select(_ => new List<StreamChild>()).ToArray();
        for (var round = 0; round < rounds; round++)
        {
            costs.Add(StreamChild.Run("stages", model, folder, Math.Min(items, 40)).Costs!);
            for (var i = 0; i < children.Length; i++) children[i].Add(StreamChild.Run(variants[i].Key, model, folder, items));
        }

        Print(model, variants, items, rounds, costs, children);
    }

    private static void Print(StreamCase model, IReadOnlyList<StreamVariant> variants, int items, int rounds, List<StageCosts> costs, List<StreamChild>[] children)
    {
        double Median(IEnumerable<double> figures) => VariantFigures.Quantile(figures, 0.5);
        Console.WriteLine($"### {model.Name}, {items} pictures, {rounds} rounds\n");
        Console.WriteLine($"Alone and on one thread, processor time of one picture: preprocess {Median(costs.Select(cost => cost.Preprocess)) * 1000:F2} ms, "
            + $"predict {Median(costs.Select(cost => cost.Predict)) * 1000:F2} ms, postprocess {Median(costs.Select(cost => cost.Postprocess)) * 1000:F2} ms; "
            + $"{Environment.ProcessorCount} cores do {Median(costs.Select(cost => cost.Ceiling)):F1} a second at most.\n");
        Console.WriteLine("| variant | pictures a second | of the ceiling | quartiles | pipeline is so many times as fast | peak memory, MiB | managed bytes an item |\n| --- | ---: | ---: | ---: | ---: | ---: | ---: |");
        var ceilings = new VariantFigures("ceiling", [.. costs.Select(cost => cost.Ceiling)]);
        var pipeline = Rates(children[0], "pipeline", items);
        for (var i = 0; i < children.Length; i++)
        {
            var rates = Rates(children[i], variants[i].Name, items);
            var (lower, median, upper) = rates.RatiosTo(ceilings);
            Console.WriteLine($"| {rates.Name} | {rates.Median:F1} | {median:F3} | {lower:F3} to {upper:F3} | {pipeline.RatiosTo(rates).Median:F2} | "
                + $"{Median(children[i].Select(child => child.PeakBytes / 1048576.0)):F0} | {Median(children[i].Select(child => child.AllocatedPerItem)):N0} |");
        }

        Console.WriteLine();
    }

    private static VariantFigures Rates(List<StreamChild> children, string name, int items) => new(name, [.. children.Select(child => items / child.Seconds)]);

    private static int Wrong(string message)
    {
        Console.Error.WriteLine(message);
        return 2;
    }
}
