namespace ActorInference.Cli.Terminal;

/// <summary>Folders for results, made where they are not there.</summary>
internal static class OutputFolder
{
    /// <summary>What the full path of everything below <paramref name="path"/> begins with.</summary>
    public static string Below(string path) => Path.TrimEndingDirectorySeparator(Path.GetFullPath(path)) + Path.DirectorySeparatorChar;

    /// <summary>Why <paramref name="path"/> can never be a folder: it, or what it is to lie in, is a file. Null when it may be one; makes nothing.</summary>
    public static string? WhyNever(string path)
    {
        for (var place = Path.GetFullPath(path); place is not null && !Directory.Exists(place); place = Path.GetDirectoryName(place))
        {
            if (File.Exists(place)) return $"{place} is a file, not a folder";
        }

        return null;
    }

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
