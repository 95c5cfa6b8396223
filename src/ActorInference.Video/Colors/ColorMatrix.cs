namespace ActorInference.Video;

/// <summary>By which weights luma and colour differences are made of red, green and blue.</summary>
public enum ColorMatrix
{
    /// <summary>Standard definition: BT.601, which SMPTE 170M and BT.470 share.</summary>
    Bt601,

    /// <summary>High definition: BT.709.</summary>
    Bt709,

    /// <summary>Ultra-high definition: BT.2020 with non-constant luminance.</summary>
    Bt2020,

    /// <summary>The old FCC rules of 1953.</summary>
    Fcc,

    /// <summary>Early high definition: SMPTE 240M.</summary>
    Smpte240M,
}
