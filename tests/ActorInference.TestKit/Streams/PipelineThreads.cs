namespace ActorInference.TestKit.Streams;

/// <summary>The threads of running pipelines in this process, by their names. Where the system does not tell names of threads, none are seen.</summary>
public static class PipelineThreads
{
    /// <summary>How many there are when those that are about to end have had time to.</summary>
    public static int Count()
    {
        SpinWait.SpinUntil(() => CountNow() == 0, TimeSpan.FromSeconds(5));
        return CountNow();
    }

    /// <summary>How many there are at this moment.</summary>
    public static int CountNow()
    {
        const string Tasks = "/proc/self/task";
        return Directory.Exists(Tasks) ? Directory.GetDirectories(Tasks).Count(task => NameOf(task).StartsWith("pipeline worker", StringComparison.Ordinal)) : 0;
    }

    private static string NameOf(string task)
    {
        try
        {
            return File.ReadAllText(Path.Combine(task, "comm"));
        }
        catch (IOException)
        {
            return ""; // it has just ended
        }
    }
}
