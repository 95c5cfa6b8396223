using ActorInference.TestKit.Schedules;

namespace ActorInference.Bench.Soak;

/// <summary>
/// <c>soak schedules COUNT [SEED]</c>: the tests' random schedules of a predictor, COUNT of them for seeds from SEED (default 1) up, the themes in turn. Ends at the first that
/// shows something wrong, and prints it.
/// </summary>
internal static class SchedulesSoak
{
    private const int Samples = 10;

    public static int Run(string[] arguments)
    {
        var seed = 1;
        if (arguments.Length is < 1 or > 2 || !int.TryParse(arguments[0], out var count) || count < 1 || (arguments.Length == 2 && !int.TryParse(arguments[1], out seed)))
        {
            Console.Error.WriteLine("usage: ActorInference.Bench soak schedules COUNT [SEED]");
            return 2;
        }

        var themes = Enum.GetValues<ScheduleTheme>();
        var start = TimeProvider.System.GetTimestamp();
        Console.WriteLine($"### {count:N0} schedules from seed {seed}\n\n| done | seconds | memory, MiB | tensors out | lane threads |\n| ---: | ---: | ---: | ---: | ---: |");
        for (var i = 1; i <= count; i++, seed++)
        {
            try
            {
                ScheduleRun.Run(ScheduleMaker.Make(themes[i % themes.Length], seed));
            }
            catch (Exception wrong)
            {
                Console.Error.WriteLine($"\n{wrong.Message}");
                return 1;
            }

            if (i % Math.Max(1, count / Samples) > 0) continue;
            var seconds = TimeProvider.System.GetElapsedTime(start).TotalSeconds;
            Console.WriteLine($"| {i:N0} | {seconds:F0} | {ProcessMemory.Settled() / 1048576.0:F1} | {TensorPool.Shared.RentedCount} | {LaneThreads.Count()} |");
        }

        return 0;
    }
}
