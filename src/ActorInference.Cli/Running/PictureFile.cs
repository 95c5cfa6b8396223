using ActorInference.Imaging;

namespace ActorInference.Cli.Running;

/// <summary>A picture to take through the model.</summary>
/// <param name="Path">Where it is.</param>
/// <param name="Output">Where its result goes.</param>
internal sealed record PictureFile(string Path, string Output);

/// <summary>A picture that is ready for the model. Owns the prepared one.</summary>
internal sealed record PreparedFile(PictureFile File, PreparedPicture Prepared) : IDisposable, IByteSized
{
    public long ByteLength => Prepared.ByteLength;

    public void Dispose() => Prepared.Dispose();
}
