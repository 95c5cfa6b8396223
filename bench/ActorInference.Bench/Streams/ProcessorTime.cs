using System.Globalization;

namespace ActorInference.Bench.Streams;

/// <summary>Processor seconds of this process and of those of its children that have ended. Linux only.</summary>
internal static class ProcessorTime
{
    private const double TicksPerSecond = 100; // USER_HZ, fixed for what /proc tells

    public static double Seconds()
    {
        // proc(5): utime, stime, cutime and cstime are fields 14 to 17; the second holds the name, in brackets, and may hold anything.
        var text = File.ReadAllText("/proc/self/stat");
        var fields = text[(text.LastIndexOf(')') + 2)..].Split(' ');
        return fields[11..15].Sum(field => long.Parse(field, CultureInfo.InvariantCulture)) / TicksPerSecond;
    }

    public static async Task<double> OfAsync(Func<Task> body)
    {
        var start = Seconds();
        await body();
        return Seconds() - start;
    }
}
