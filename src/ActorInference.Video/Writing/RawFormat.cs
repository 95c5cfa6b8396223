namespace ActorInference.Video;

/// <summary>What is written to a pipe.</summary>
public enum RawFormat
{
    /// <summary>Pixels and nothing else, 3 bytes each: R, G, B, rows top to bottom.</summary>
    Rgb24,

    /// <summary>YUV4MPEG2, which says size and rate and has one of the matrices of <see cref="VideoColors"/>: what encoders take.</summary>
    Y4m,
}
