namespace ActorInference.Video;

/// <summary>What a configuration says of videos: section <c>video</c>, read by <see cref="VideoConfiguration"/>.</summary>
public sealed record VideoOptions
{
    /// <summary>How sources are read; <see cref="VideoReadOptions.Ffmpeg"/> also goes for writing.</summary>
    public VideoReadOptions Read { get; init; } = new();

    /// <summary>As <see cref="VideoTargetOptions.Quality"/>, for targets that have one; default null, the encoder's own.</summary>
    public int? Quality { get; init; }

    /// <summary>As <see cref="VideoTargetOptions.Effort"/>; <see cref="EncodingEffort.Fast"/> by default.</summary>
    public EncodingEffort Effort { get; init; }

    /// <summary><paramref name="options"/> with effort, FFmpeg and, where <paramref name="target"/> has one, quality from here.</summary>
    public T For<T>(VideoTarget target, T options)
        where T : VideoTargetOptions => options with { Quality = target.HasQuality ? Quality : null, Effort = Effort, Ffmpeg = Read.Ffmpeg };
}
