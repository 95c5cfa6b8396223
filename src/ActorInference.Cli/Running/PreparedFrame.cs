using ActorInference.Imaging;
using ActorInference.Video;

namespace ActorInference.Cli.Running;

/// <summary>A frame that is ready for the model. Owns both; the frame's pixels may be gone already, its times are there.</summary>
internal sealed record PreparedFrame(VideoFrame Frame, PreparedPicture Prepared) : IDisposable, IByteSized
{
    public long ByteLength => Prepared.ByteLength;

    public void Dispose()
    {
        Prepared.Dispose();
        Frame.Dispose();
    }
}
