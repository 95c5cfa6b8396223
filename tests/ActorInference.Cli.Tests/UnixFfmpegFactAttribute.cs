namespace ActorInference.Cli.Tests;

/// <summary>A test that needs FFmpeg and sends SIGINT to another process; skipped, with the reason, where either cannot be.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class UnixFfmpegFactAttribute : FactAttribute
{
    public UnixFfmpegFactAttribute() => Skip = new UnixFactAttribute().Skip ?? new FfmpegFactAttribute().Skip;
}
