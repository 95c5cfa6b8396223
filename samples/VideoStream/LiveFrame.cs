using ActorInference;
using ActorInference.Video;

namespace VideoStream;

/// <summary>A frame, its number since the start, and when it came, in ticks of the clock. Owns the frame.</summary>
internal sealed record LiveFrame(VideoFrame Frame, long Number, long Came) : IDisposable, IByteSized
{
    public long ByteLength => Frame.ByteLength;

    public void Dispose() => Frame.Dispose();
}
