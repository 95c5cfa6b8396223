namespace ActorInference.Cli.Terminal;

/// <summary>Folders for results, made where they are not there.</summary>
internal static class OutputFolder
{
    /// <summary>Makes <paramref name="path"/> and the folders above it. Null when it is there; else why it cannot be, as the end of a sentence without its period.</summary>
    public static string? WhyNotMade(string path)
    {
        try
        {
            Directory.CreateDirectory(path);
            return null;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return File.Exists(path) ? "it is a file, not a folder" : problem.Message.TrimEnd('.');
        }
    }
}
