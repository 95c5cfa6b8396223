namespace ActorInference.Imaging;

/// <summary>How a picture comes to the size that a model wants.</summary>
public enum PictureFit
{
    /// <summary>Its own size, at most <see cref="PicturePreparation.MaxSize"/>.</summary>
    None,

    /// <summary>Exactly the given size; proportions change.</summary>
    Stretch,

    /// <summary>The largest size that fits in, proportions kept, the rest filled.</summary>
    Letterbox,

    /// <summary>The smallest size that covers, proportions kept, what sticks out cut off on both sides alike.</summary>
    CentreCrop,
}
