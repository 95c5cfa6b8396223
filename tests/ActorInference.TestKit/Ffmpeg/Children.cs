namespace ActorInference.TestKit;

/// <summary>Processes of this machine, by what stands on their command line. Linux only.</summary>
public static class Children
{
    /// <summary>The numbers of processes, zombies left out, whose command line holds <paramref name="text"/>, such as the path of a clip that nobody else reads.</summary>
    public static IReadOnlyList<int> With(string text) =>
        [.. Directory.GetDirectories("/proc").Select(folder => int.TryParse(Path.GetFileName(folder), out var id) ? id : 0).Where(id => id > 0 && id != Environment.ProcessId && CommandLine(id).Contains(text, StringComparison.Ordinal))];

    /// <summary>Waits until there are <paramref name="count"/> of them; false when that takes too long.</summary>
    public static bool Become(int count, string text) => SpinWait.SpinUntil(() => With(text).Count == count, TimeSpan.FromSeconds(20));

    private static string CommandLine(int id)
    {
        try
        {
            return File.ReadAllText($"/proc/{id}/cmdline");
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
