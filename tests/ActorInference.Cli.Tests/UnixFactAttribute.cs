namespace ActorInference.Cli.Tests;

/// <summary>A test of what Windows has not: SIGINT sent to another process, line breaks in file names.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class UnixFactAttribute : FactAttribute
{
    public UnixFactAttribute() => Skip = OperatingSystem.IsWindows() ? "On Windows SIGINT cannot be sent to another process, and file names hold no line breaks." : null;
}
