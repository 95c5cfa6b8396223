namespace ActorInference.Cli.Tests;

/// <summary>A test that needs FFmpeg and looks at processes through /proc; skipped, with the reason, where either is absent.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class LinuxFfmpegTheoryAttribute : TheoryAttribute
{
    public LinuxFfmpegTheoryAttribute() => Skip = OperatingSystem.IsLinux() ? new FfmpegFactAttribute().Skip : "This looks at processes through /proc.";
}
