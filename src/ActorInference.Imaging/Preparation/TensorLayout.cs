namespace ActorInference.Imaging;

/// <summary>In which order a picture's dimensions lie in a tensor.</summary>
public enum TensorLayout
{
    /// <summary>[N,C,H,W]: one plane a channel.</summary>
    Nchw,

    /// <summary>[N,H,W,C]: the channels of a pixel lie together.</summary>
    Nhwc,
}
