namespace ActorInference.Video.Tests;

/// <summary>Looks for processes that a test may have left behind.</summary>
internal static class Running
{
    /// <summary>The command lines of all processes but this one that name <paramref name="text"/>, such as the folder of a test.</summary>
    public static string[] Naming(string text) => [.. Directory.GetDirectories("/proc").Where(folder => int.TryParse(Path.GetFileName(folder), out var id) && id != Environment.ProcessId)
        .Select(CommandLine).Where(line => line.Contains(text, StringComparison.Ordinal))];

    /// <summary>Waits until there is none; those killed by the system take a moment.</summary>
    public static async Task AssertGone(string text)
    {
        var left = Naming(text);
        for (var tries = 0; left.Length > 0 && tries < 200; tries++)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System);
            left = Naming(text);
        }

        Assert.Empty(left);
    }

    private static string CommandLine(string folder)
    {
        try
        {
            return File.ReadAllText(Path.Combine(folder, "cmdline")).Replace('\0', ' ');
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
