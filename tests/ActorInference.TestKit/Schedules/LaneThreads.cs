namespace ActorInference.TestKit.Schedules;

/// <summary>The threads of lanes in this process, and those that close sessions, by their names. Where the system does not tell names of threads, none are seen.</summary>
public static class LaneThreads
{
    /// <summary>How many there are when those that are about to end have had time to.</summary>
    public static int Count()
    {
        SpinWait.SpinUntil(() => Now() == 0, TimeSpan.FromSeconds(5));
        return Now();
    }

    private static int Now()
    {
        const string Tasks = "/proc/self/task";
        return Directory.Exists(Tasks) ? Directory.GetDirectories(Tasks).Count(task => IsOurs(NameOf(task))) : 0;
    }

    // The system cuts names off at 15 characters.
    private static bool IsOurs(string name) => name.Contains(" lane ", StringComparison.Ordinal) || name.StartsWith("closing a sess", StringComparison.Ordinal);

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
