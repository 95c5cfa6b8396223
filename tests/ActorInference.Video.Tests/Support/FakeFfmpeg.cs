namespace ActorInference.Video.Tests;

/// <summary>An ffmpeg that is a shell script, beside the real ffprobe.</summary>
internal static class FakeFfmpeg
{
    /// <summary>Options that name the script, which lies in <paramref name="folder"/>. In it, <c>exec ffmpeg "$@"</c> is the real one.</summary>
    public static FfmpegOptions Make(TemporaryFolder folder, string script)
    {
        if (OperatingSystem.IsWindows()) throw new PlatformNotSupportedException("Shell scripts need a Unix.");
        var tools = Directory.CreateDirectory(folder.File("tools")).FullName;
        var ffmpeg = Path.Combine(tools, "ffmpeg");
        File.WriteAllText(ffmpeg, "#!/bin/sh\n" + script + "\n");
        File.WriteAllText(Path.Combine(tools, "ffprobe"), "#!/bin/sh\nexec ffprobe \"$@\"\n");
        foreach (var tool in Directory.GetFiles(tools)) File.SetUnixFileMode(tool, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return new() { Program = ffmpeg };
    }
}
