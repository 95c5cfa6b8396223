namespace ActorInference.Video.Tests;

/// <summary>A shell script that stands where FFmpeg is looked for, beside the real ffprobe.</summary>
internal static class FakeFfmpeg
{
    /// <summary>A script with the real program's path in <c>$REAL</c>; <c>"$@"</c> are the arguments.</summary>
    public static FfmpegOptions Make(TemporaryFolder folder, string script, string? probe = null) => new() { Program = FfmpegScript.Write(folder, script, probe) };
}
