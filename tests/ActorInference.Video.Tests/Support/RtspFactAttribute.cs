namespace ActorInference.Video.Tests;

/// <summary>A test that needs FFmpeg and GStreamer's RTSP server; skipped, with what to do, where either is absent.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class RtspFactAttribute : FactAttribute
{
    public RtspFactAttribute() => Skip = FfmpegTheoryAttribute.Reason ?? RtspServer.Missing;
}

/// <summary>A theory that needs FFmpeg and GStreamer's RTSP server; skipped, with what to do, where either is absent.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class RtspTheoryAttribute : TheoryAttribute
{
    public RtspTheoryAttribute() => Skip = FfmpegTheoryAttribute.Reason ?? RtspServer.Missing;
}
