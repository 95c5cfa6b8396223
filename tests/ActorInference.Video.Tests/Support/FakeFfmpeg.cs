namespace ActorInference.Video.Tests;

/// <summary>A shell script that stands where FFmpeg is looked for, beside the real ffprobe.</summary>
internal static class FakeFfmpeg
{
    /// <summary>A script with the real program's path in <c>$REAL</c>; <c>"$@"</c> are the arguments.</summary>
    public static FfmpegOptions Make(TemporaryFolder folder, string script, string? probe = null)
    {
        var options = new FfmpegOptions { Program = Write(folder, "ffmpeg", script) };
        Write(folder, "ffprobe", probe ?? "exec \"$REAL\" \"$@\"");
        return options;
    }

    private static string Write(TemporaryFolder folder, string name, string script)
    {
        var real = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Select(place => Path.Combine(place, name)).First(File.Exists);
        var path = folder.File(name);
        File.WriteAllText(path, $"#!/bin/sh\nREAL='{real}'\n{script}\n");
        if (OperatingSystem.IsWindows()) throw new PlatformNotSupportedException("Scripts stand for programs on Unix alone.");
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return path;
    }
}
