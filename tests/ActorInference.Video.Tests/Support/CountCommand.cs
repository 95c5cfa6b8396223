using System.Globalization;

namespace ActorInference.Video.Tests;

/// <summary><c>count PATH</c>: takes all frames and does nothing with them; says how many there were and how long opening, the first frame and all frames took, in seconds.</summary>
internal static class CountCommand
{
    public static async Task<int> RunAsync(string[] arguments)
    {
        var (time, start, first, frames) = (TimeProvider.System, TimeProvider.System.GetTimestamp(), TimeSpan.Zero, 0);
        await using var reader = (await VideoReader.OpenAsync(VideoSource.File(arguments[0]))).Value;
        var opened = time.GetElapsedTime(start);
        await foreach (var frame in reader.ReadAsync())
        {
            frame.Dispose();
            if (frames++ == 0) first = time.GetElapsedTime(start);
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{frames} frames; opened {opened.TotalSeconds:0.000}, first {first.TotalSeconds:0.000}, all {time.GetElapsedTime(start).TotalSeconds:0.000}"));
        return 0;
    }
}
