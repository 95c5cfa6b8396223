using System.Diagnostics;
using System.Text.Json;

namespace ActorInference.Bench.Streams;

/// <summary>What one variant did in a process of its own, so that its peak of memory is its own.</summary>
/// <param name="Seconds">From the first item to the last result written; loading and four items before it not counted.</param>
/// <param name="PeakBytes">The most memory that was resident.</param>
/// <param name="AllocatedPerItem">Managed bytes for each item.</param>
/// <param name="Costs">Of the stages, where those were measured.</param>
internal sealed record StreamChild(double Seconds, long PeakBytes, double AllocatedPerItem, StageCosts? Costs)
{
    /// <summary>Runs one variant in a child process.</summary>
    public static StreamChild Run(string variant, StreamCase model, string folder, int items)
    {
        var start = OwnProgram.With("stream-child", variant, model.Name, folder, $"{items}");
        using var child = Process.Start(start)!;
        var text = child.StandardOutput.ReadToEnd();
        child.WaitForExit();
        return child.ExitCode == 0 ? JsonSerializer.Deserialize<StreamChild>(text)! : throw new InvalidOperationException($"{variant} on {model.Name} failed with exit code {child.ExitCode}.");
    }

    /// <summary>The child's side.</summary>
    public static int Be(string variant, string name, string folder, int items)
    {
        var model = StreamCase.All.Append(StreamCase.Small).First(model => model.Name == name);
        var files = Directory.GetFiles(folder, "*.jpg").Order(StringComparer.Ordinal).ToArray();
        files = [.. Enumerable.Range(0, items).Select(i => files[i % files.Length])];
        var output = Directory.CreateTempSubdirectory("streams-");
        try
        {
            Console.WriteLine(JsonSerializer.Serialize(variant == "stages" ? MeasureStages(model, files, output.FullName) : Measure(variant, model, files, output.FullName)));
            return 0;
        }
        finally
        {
            output.Delete(recursive: true);
        }
    }

    private static StreamChild MeasureStages(StreamCase model, string[] files, string output) => new(0, 0, 0, StageCosts.Measure(model, files, output));

    private static StreamChild Measure(string variant, StreamCase model, string[] files, string output)
    {
        using var loop = StreamVariant.All.First(candidate => candidate.Key == variant).Open(model, output);
        loop.RunAsync(files[..Math.Min(4, files.Length)]).Wait();
        var allocated = GC.GetTotalAllocatedBytes(precise: true);
        var start = TimeProvider.System.GetTimestamp();
        loop.RunAsync(files).Wait();
        var seconds = TimeProvider.System.GetElapsedTime(start).TotalSeconds;
        allocated = GC.GetTotalAllocatedBytes(precise: true) - allocated;
        using var process = Process.GetCurrentProcess();
        return new(seconds, process.PeakWorkingSet64, (double)allocated / files.Length, null);
    }
}
