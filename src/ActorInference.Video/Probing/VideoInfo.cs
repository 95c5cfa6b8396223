using ActorInference.Imaging;

namespace ActorInference.Video;

/// <summary>What a source says about itself before its first frame.</summary>
public sealed record VideoInfo
{
    /// <summary>What messages call it: the path, or the address without its password.</summary>
    public required string Name { get; init; }

    /// <summary>Width and height of every frame, upright.</summary>
    public required PictureSize Size { get; init; }

    /// <summary>Frames a second; the average where <see cref="IsVariableFrameRate"/>.</summary>
    public required Fraction FrameRate { get; init; }

    /// <summary>Whether the time between frames varies, as far as the source says.</summary>
    public bool IsVariableFrameRate { get; init; }

    /// <summary>Seconds a tick of time stamps, exactly as the source has them.</summary>
    public required Fraction TimeBase { get; init; }

    /// <summary>How many frames there are; null where the source does not say.</summary>
    public long? Frames { get; init; }

    /// <summary>How long the pictures last; null where the source does not say, and for live sources.</summary>
    public TimeSpan? Duration { get; init; }

    /// <summary>By how many degrees the coded pictures were turned clockwise to be upright: 0, 90, 180 or 270.</summary>
    public int Rotation { get; init; }

    /// <summary>FFmpeg's name for the format of the coded pixels, such as <c>yuv420p</c>.</summary>
    public required string PixelFormat { get; init; }

    /// <summary>FFmpeg's name of the codec, such as <c>h264</c>.</summary>
    public required string Codec { get; init; }

    /// <summary>What the coded pixels mean; null for RGB, which needs no telling.</summary>
    public VideoColors? Colors { get; init; }

    /// <summary>FFmpeg's name of the first sound stream's codec; null without sound.</summary>
    public string? Sound { get; init; }

    /// <summary>Whether frames come at a pace of their own with no end that is known before: cameras, streams without an end, and standard input, which waits for whoever takes them.</summary>
    public bool IsLive { get; init; }
}
