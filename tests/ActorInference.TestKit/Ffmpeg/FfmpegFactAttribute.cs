using Xunit;

namespace ActorInference.TestKit;

/// <summary>A test that needs FFmpeg and makes its own data; skipped, with what to do, where FFmpeg is absent.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class FfmpegFactAttribute : FactAttribute
{
    public FfmpegFactAttribute() => Skip = FfmpegTheoryAttribute.Reason;
}

/// <summary>A theory that needs FFmpeg and makes its own data; skipped, with what to do, where FFmpeg is absent.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class FfmpegTheoryAttribute : TheoryAttribute
{
    internal static readonly string? Reason = Ffmpeg.IsThere ? null : "FFmpeg is not on the PATH: install the package ffmpeg.";

    public FfmpegTheoryAttribute() => Skip = Reason;
}

/// <summary>A test that needs FFmpeg and the shared test data; skipped, with what to do, where either is absent.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class FfmpegDataFactAttribute : FactAttribute
{
    public FfmpegDataFactAttribute() => Skip = FfmpegTheoryAttribute.Reason ?? new DataFactAttribute().Skip;
}

/// <summary>A theory that needs FFmpeg and the shared test data; skipped, with what to do, where either is absent.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class FfmpegDataTheoryAttribute : TheoryAttribute
{
    public FfmpegDataTheoryAttribute() => Skip = FfmpegTheoryAttribute.Reason ?? new DataTheoryAttribute().Skip;
}
