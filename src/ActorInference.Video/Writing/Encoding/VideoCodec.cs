namespace ActorInference.Video;

/// <summary>How frames are compressed.</summary>
internal enum VideoCodec
{
    /// <summary>H.264, which everything plays.</summary>
    H264,

    /// <summary>VP9, what WebM holds.</summary>
    Vp9,

    /// <summary>H.264 in RGB without loss: what a GIF is made from, whose palettes want the colours as they were.</summary>
    LosslessRgb,
}
