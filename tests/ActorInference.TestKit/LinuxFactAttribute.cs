using Xunit;

namespace ActorInference.TestKit;

/// <summary>A test of what only Linux can be made to do, or tells; skipped elsewhere, and says so.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class LinuxFactAttribute : FactAttribute
{
    public LinuxFactAttribute() => Skip = OperatingSystem.IsLinux() ? null : "Only Linux can be made to refuse threads, and tells their names.";
}
