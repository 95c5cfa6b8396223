namespace ActorInference.Video;

/// <summary>Finds programs as a shell does.</summary>
internal static class ProgramPath
{
    private const UnixFileMode Executable = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    /// <summary>The full path of what <paramref name="name"/> stands for, a path or a name on the PATH; null when there is no such program.</summary>
    public static string? Find(string name)
    {
        if (Path.GetFileName(name) != name) return Candidates(Path.GetFullPath(name)).FirstOrDefault(IsProgram);
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return folders.SelectMany(folder => Candidates(Path.Combine(folder, name))).FirstOrDefault(IsProgram) is { } found ? Path.GetFullPath(found) : null;
    }

    /// <summary>Whether this is a file that may be run.</summary>
    public static bool IsProgram(string path) =>
        File.Exists(path) && (OperatingSystem.IsWindows() || (File.GetUnixFileMode(path) & Executable) != UnixFileMode.None);

    private static string[] Candidates(string path) => OperatingSystem.IsWindows() && !Path.HasExtension(path) ? [path + ".exe"] : [path];
}
