namespace ActorInference.Video;

/// <summary>Which numbers mean black and white.</summary>
public enum ColorRange
{
    /// <summary>16 to 235 of 255 (colour differences 16 to 240), as most video has it; FFmpeg calls it <c>tv</c>.</summary>
    Limited,

    /// <summary>0 to 255, as JPEG and many cameras have it; FFmpeg calls it <c>pc</c>.</summary>
    Full,
}
