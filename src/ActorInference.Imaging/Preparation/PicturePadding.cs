namespace ActorInference.Imaging;

/// <summary>What stands in the pixels that are added to reach a multiple.</summary>
public enum PicturePadding
{
    /// <summary>The picture's last column and row again: no edge appears that a model would draw around, so cropping it away leaves no trace.</summary>
    Replicate,

    /// <summary><see cref="PicturePreparation.Fill"/>.</summary>
    Fill,
}
