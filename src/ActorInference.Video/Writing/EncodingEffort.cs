namespace ActorInference.Video;

/// <summary>How much time the encoder spends on making a file small. Quality is another matter: see <see cref="VideoTargetOptions.Quality"/>.</summary>
public enum EncodingEffort
{
    /// <summary>Little, so that the cores are the model's; the default.</summary>
    Fast,

    /// <summary>FFmpeg's own default: two to three times the work, files about a fifth smaller.</summary>
    Balanced,

    /// <summary>Much: for what is written once and sent often.</summary>
    Small,
}
