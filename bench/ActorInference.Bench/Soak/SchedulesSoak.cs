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
        for (int done = 0, next = Math.Max(1, count / Samples); done < count;)
        {
            var size = Math.Min(ScheduleGroup.Size, count - done);
            try
            {
                var first = done;
                new ScheduleGroup([.. Enumerable.Range(first, size).Select(i => ScheduleMaker.Make(themes[(i + 1) % themes.Length], seed + i))], EmbeddedSubject.Open).Run();
            }
            catch (Exception wrong)
            {
                Console.Error.WriteLine($"\n{wrong.Message}");
                return 1;
            }

            done += size;
            if (done < next) continue;
            next = Math.Min(count, next + Math.Max(1, count / Samples));
            var seconds = TimeProvider.System.GetElapsedTime(start).TotalSeconds;
            Console.WriteLine($"| {done:N0} | {seconds:F0} | {ProcessMemory.Settled() / 1048576.0:F1} | {TensorPool.Shared.RentedCount} | {LaneThreads.Count()} |");
        }

        return 0;
    }
}
