namespace ActorInference.Imaging;

/// <summary>Which channels a tensor has, in which order.</summary>
public enum ColorOrder
{
    /// <summary>Red, green, blue.</summary>
    Rgb,

    /// <summary>Blue, green, red, as OpenCV has them.</summary>
    Bgr,

    /// <summary>One channel: luma (BT.601), rounded to 8 bits.</summary>
    Grey,

    /// <summary>
    /// One channel: Y of YCbCr (BT.601, full range, as JPEG has it), rounded to 8 bits. The numbers are those of <see cref="Grey"/>;
    /// on the way back the colours of the source picture are put under it.
    /// </summary>
    Y,
}
