namespace ActorInference.Cli.Tests;

/// <summary>A test that needs FFmpeg; skipped, with what to do, where it is absent.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class FfmpegFactAttribute : FactAttribute
{
    public FfmpegFactAttribute()
    {
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator);
        if (!folders.Any(folder => File.Exists(Path.Combine(folder, "ffmpeg")) || File.Exists(Path.Combine(folder, "ffmpeg.exe")))) Skip = "FFmpeg is not on the PATH: install the package ffmpeg.";
    }
}
