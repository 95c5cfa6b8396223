namespace ActorInference.Cli.Tests;

/// <summary>A test that sends SIGINT to another process, which Windows cannot.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class UnixFactAttribute : FactAttribute
{
    public UnixFactAttribute() => Skip = OperatingSystem.IsWindows() ? "On Windows SIGINT cannot be sent to another process, and file names hold no line breaks." : null;
}
