using Xunit;

namespace ActorInference.TestKit;

/// <summary>A test that needs FFmpeg and looks at processes through /proc, or makes programs out of shell scripts; skipped on other systems.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class LinuxFfmpegFactAttribute : FactAttribute
{
    public LinuxFfmpegFactAttribute() => Skip = OperatingSystem.IsLinux() ? FfmpegTheoryAttribute.Reason : "This looks at processes through /proc.";
}
