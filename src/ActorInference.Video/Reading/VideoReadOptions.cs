namespace ActorInference.Video;

/// <summary>How a source is read.</summary>
public sealed record VideoReadOptions
{
    /// <summary>Which FFmpeg is used.</summary>
    public FfmpegOptions Ffmpeg { get; init; } = new();

    /// <summary>Frames at the beginning that are decoded and not given; 0 or more, 0 by default. The first frame given has this index, and the time stamp that it always has. Not for live sources.</summary>
    public long Skip { get; init; }

    /// <summary>Frames that are read before they are asked for; 1 or more, 2 by default: one is ready while the next comes in. Each takes three bytes a pixel.</summary>
    public int ReadAhead { get; init; } = 2;

    /// <summary>The largest frame that is read, in pixels; 1 or more, 100 million by default (300 MB).</summary>
    public long PixelLimit { get; init; } = 100_000_000;

    /// <summary>What is done when a live source breaks off.</summary>
    public ReconnectOptions Reconnect { get; init; } = new();

    /// <summary>Where pixels live; the pool of the process by default.</summary>
    public TensorPool? Pool { get; init; }
}
