namespace ActorInference.Video;

/// <summary>Which FFmpeg is used, and how.</summary>
public sealed record FfmpegOptions
{
    /// <summary>The environment variable that names the program where <see cref="Program"/> does not.</summary>
    public const string Setting = "ACTORINFERENCE_FFMPEG";

    /// <summary>
    /// The program <c>ffmpeg</c>, as a path or as a name on the PATH; <c>ffprobe</c> is taken from beside it. Null, the default, means what <see cref="Setting"/>
    /// names, else <c>ffmpeg</c> on the PATH. Version 5.1 or newer.
    /// </summary>
    public string? Program { get; init; }

    /// <summary>Threads for decoding and for encoding, each, 0 or more; 0, the default, leaves it to FFmpeg, which takes one for each core. Choose fewer where a model needs the cores.</summary>
    public int Threads { get; init; }

    /// <summary>How long a source may take to say what it is; above 0, 15 s by default. Choose more for cameras and servers that are slow to wake.</summary>
    public TimeSpan ProbeLimit { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>The clock that limits and delays go by.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}
