namespace ActorInference.Cli.Tests;

/// <summary>A test that sends SIGINT to another process, which Windows cannot.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class UnixFactAttribute : FactAttribute
{
    public UnixFactAttribute() => Skip = OperatingSystem.IsWindows() ? "SIGINT cannot be sent to another process on Windows." : null;
}
