using ActorInference.Bench.Preparation;

namespace ActorInference.Bench.Streams;

/// <summary>
/// <c>stream-memory [MANY] [FEW] [ROUNDS]</c>: the peak of memory of a stream of many small pictures against one of few, each in a process of its own; and what the managed heap is asked for by the pipeline
/// beyond what the plain loop around the same work is.
/// </summary>
internal static class StreamMemoryCommand
{
    public static int Run(string[] arguments)
    {
        var many = arguments.Length > 0 ? int.Parse(arguments[0]) : 10_000;
        var few = arguments.Length > 1 ? int.Parse(arguments[1]) : 100;
        var rounds = arguments.Length > 2 ? int.Parse(arguments[2]) : 5;
        var folder = Directory.CreateTempSubdirectory("photos-");
        try
        {
            for (var i = 0; i < 12; i++) File.WriteAllBytes(Path.Combine(folder.FullName, $"{i:00}.jpg"), SyntheticPhoto.Jpeg(160, 120));
            Measure(folder.FullName, many, few, rounds);
        }
        finally
        {
            folder.Delete(recursive: true);
        }

        return 0;
    }

    private static void Measure(string folder, int many, int few, int rounds)
    {
        var (large, small, plain) = (new List<StreamChild>(), new List<StreamChild>(), new List<StreamChild>());
        for (var round = 0; round < rounds; round++)
        {
            small.Add(StreamChild.Run("async", StreamCase.Small, folder, few));
            large.Add(StreamChild.Run("async", StreamCase.Small, folder, many));
            plain.Add(StreamChild.Run("loop", StreamCase.Small, folder, many));
        }

        static VariantFigures Peaks(List<StreamChild> children) => new("peak", [.. children.Select(child => child.PeakBytes / 1048576.0)]);
        static double Allocated(List<StreamChild> children) => VariantFigures.Quantile(children.Select(child => child.AllocatedPerItem), 0.5);
        var (lower, median, upper) = Peaks(large).RatiosTo(Peaks(small));
        Console.WriteLine($"### {StreamCase.Small.Name}, {rounds} rounds\n\n| | {few} pictures | {many} pictures | ratio | quartiles |\n| --- | ---: | ---: | ---: | ---: |");
        Console.WriteLine($"| peak memory, MiB | {Peaks(small).Median:F1} | {Peaks(large).Median:F1} | {median:F3} | {lower:F3} to {upper:F3} |\n");
        Console.WriteLine($"Managed bytes an item, {many} pictures: pipeline {Allocated(large):N0}, plain loop around the same work {Allocated(plain):N0}, so {Allocated(large) - Allocated(plain):N0} more.\n");
    }
}
