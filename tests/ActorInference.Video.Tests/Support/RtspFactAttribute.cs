namespace ActorInference.Video.Tests;

/// <summary>A test that needs FFmpeg and GStreamer's RTSP server; skipped, with what to do, where either is absent.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class RtspFactAttribute : FactAttribute
{
    public RtspFactAttribute() => Skip = new FfmpegFactAttribute().Skip ?? RtspServer.Missing;
}

/// <summary>A theory that needs FFmpeg and GStreamer's RTSP server; skipped, with what to do, where either is absent.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class RtspTheoryAttribute : TheoryAttribute
{
    public RtspTheoryAttribute() => Skip = new FfmpegFactAttribute().Skip ?? RtspServer.Missing;
}
