using ActorInference.Imaging;

namespace ActorInference.Cli.Running;

/// <summary>A picture that is ready for the model. Owns the prepared one.</summary>
internal sealed record PreparedFile(PictureFile File, PreparedPicture Prepared) : IDisposable, IByteSized
{
    public long ByteLength => Prepared.ByteLength;

    public void Dispose() => Prepared.Dispose();
}
