namespace ActorInference.Video;

/// <summary>What can be chosen of a target before anything is known of the frames.</summary>
public record VideoTargetOptions
{
    /// <summary>
    /// The encoder's constant rate factor, lower is better: 0 to 51 for H.264 (18 by default, hardly told from the source), 0 to 63 for VP9 (28). Null, the default, leaves it at that. GIFs,
    /// pictures and raw video have none, and are refused with one.
    /// </summary>
    public int? Quality { get; init; }

    /// <summary>How much work smallness is worth; <see cref="EncodingEffort.Fast"/> by default.</summary>
    public EncodingEffort Effort { get; init; }

    /// <summary>What goes to a pipe, <see cref="RawFormat.Rgb24"/> by default; files go by their extension.</summary>
    public RawFormat Raw { get; init; }

    /// <summary>Whether to go on where an earlier run of the same identity stopped, if there was one; default false, which starts anew. Needs <see cref="VideoWriteOptions.Run"/>.</summary>
    public bool Resume { get; init; }

    /// <summary>Which FFmpeg, and on how many threads it encodes.</summary>
    public FfmpegOptions Ffmpeg { get; init; } = new();
}
