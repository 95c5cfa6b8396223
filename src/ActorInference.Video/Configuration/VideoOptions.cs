namespace ActorInference.Video;

/// <summary>What a configuration says of videos: section <c>video</c>, read by <see cref="VideoConfiguration"/>.</summary>
public sealed record VideoOptions
{
    /// <summary>How sources are read; <see cref="VideoReadOptions.Ffmpeg"/> also goes for writing.</summary>
    public VideoReadOptions Read { get; init; } = new();

    /// <summary>As <see cref="VideoTargetOptions.Quality"/>; default null, the encoder's own.</summary>
    public int? Quality { get; init; }

    /// <summary>As <see cref="VideoTargetOptions.Effort"/>; <see cref="EncodingEffort.Fast"/> by default.</summary>
    public EncodingEffort Effort { get; init; }

    /// <summary>Options for one target with quality, effort and FFmpeg from here.</summary>
    public VideoWriteOptions For(VideoWriteOptions target) => target with { Quality = Quality, Effort = Effort, Ffmpeg = Read.Ffmpeg };
}
