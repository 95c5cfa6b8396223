namespace ActorInference.Imaging;

/// <summary>A picture as a tensor with a batch dimension of 1, and where it lies in it. Owns the tensor.</summary>
/// <param name="Tensor">[1,C,H,W] or [1,H,W,C].</param>
/// <param name="Placement">Brings results back to the picture.</param>
public sealed record PreparedPicture(Tensor Tensor, PicturePlacement Placement) : IDisposable, IByteSized
{
    /// <inheritdoc/>
    public long ByteLength => Tensor.ByteLength;

    /// <inheritdoc/>
    public void Dispose() => Tensor.Dispose();
}
