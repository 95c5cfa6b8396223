using ActorInference.Imaging;

namespace ActorInference.Video;

/// <summary>One picture of a video with its exact time. Whoever holds it disposes it, and with it its pixels.</summary>
/// <param name="picture">The picture, which the frame then owns.</param>
/// <param name="index">Its place in the source, from 0.</param>
/// <param name="timestamp">When it is shown, in ticks of the source's time base.</param>
/// <param name="duration">How long it is shown, in ticks; at least 0.</param>
public sealed class VideoFrame(Picture picture, long index, long timestamp, long duration) : IDisposable, IByteSized
{
    /// <summary>The picture: upright, 8-bit RGB. Owned by the frame.</summary>
    public Picture Picture { get; } = picture;

    /// <summary>Its place in the source, counted from 0; frames that were skipped are counted.</summary>
    public long Index { get; } = index;

    /// <summary>When it is shown, in ticks of <see cref="VideoInfo.TimeBase"/>; 0 is where the source begins, sound included.</summary>
    public long Timestamp { get; } = timestamp;

    /// <summary>How long it is shown, in ticks of <see cref="VideoInfo.TimeBase"/>: until the next frame, or as the source says of the last one.</summary>
    public long Duration { get; } = duration;

    /// <inheritdoc/>
    public long ByteLength => Picture.ByteLength;

    /// <inheritdoc/>
    public void Dispose() => Picture.Dispose();

    /// <summary>Index and picture.</summary>
    public override string ToString() => $"frame {Index} of {Picture}";
}
