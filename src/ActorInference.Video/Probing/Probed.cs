using ActorInference.Imaging;

namespace ActorInference.Video;

/// <summary>What is known of a source before it is read.</summary>
/// <param name="Info">What the caller sees.</param>
/// <param name="StreamIndex">FFmpeg's number of the stream with the pictures.</param>
/// <param name="Coded">Width and height as coded.</param>
/// <param name="Turn">How coded pictures become upright.</param>
internal sealed record Probed(VideoInfo Info, int StreamIndex, PictureSize Coded, DisplayMatrix Turn)
{
    /// <summary>FFmpeg's name of the container.</summary>
    public string? Format { get; init; }

    /// <summary>The time, in seconds, at which the source begins, sound included; 0 for live sources.</summary>
    public double Start { get; init; }

    /// <summary>How much of the source had to be looked at to tell what it is; null for as much as FFmpeg likes.</summary>
    public TimeSpan? Analysis { get; init; }

    /// <summary>Where the last frame ends, in ticks from the start of the source; null where the source does not say.</summary>
    public long? End { get; init; }

    /// <summary>The usual length of a frame in ticks, at least 1.</summary>
    public long FrameTicks => Math.Max(1, Info.FrameRate.Inverse().Rescale(1, Info.TimeBase));
}
