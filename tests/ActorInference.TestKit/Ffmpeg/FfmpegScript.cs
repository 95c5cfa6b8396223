namespace ActorInference.TestKit;

/// <summary>Shell scripts that stand where FFmpeg is looked for.</summary>
public static class FfmpegScript
{
    /// <summary>Where programs are looked for.</summary>
    internal static IEnumerable<string> Folders => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator);

    /// <summary>
    /// Writes scripts named ffmpeg and ffprobe, which have the real program's path in <c>$REAL</c> and the arguments in <c>"$@"</c>; those not given run the real one. Asked what it was
    /// built with, ffmpeg's says what the real one says, but for the lines that hold the word <paramref name="without"/>. The path of ffmpeg's comes back.
    /// </summary>
    public static string Write(TemporaryFolder folder, string? script = null, string? probe = null, string? without = null)
    {
        const string real = "exec \"$REAL\" \"$@\"";
        var abilities = without is null ? real : $"\"$REAL\" \"$@\" | grep -v ' {without} '; exit 0";
        WriteOne(folder, "ffprobe", probe ?? real);
        return WriteOne(folder, "ffmpeg", $"case \"$*\" in *-encoders|*-muxers) {abilities} ;; esac\n{script ?? real}");
    }

    private static string WriteOne(TemporaryFolder folder, string name, string script)
    {
        if (OperatingSystem.IsWindows()) throw new PlatformNotSupportedException("Scripts stand for programs on Unix alone.");
        var real = Folders.Select(place => Path.Combine(place, name)).First(File.Exists);
        var path = folder.File(name);
        File.WriteAllText(path, $"#!/bin/sh\nREAL='{real}'\n{script}\n");
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return path;
    }
}
