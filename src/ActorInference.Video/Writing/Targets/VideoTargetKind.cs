namespace ActorInference.Video;

/// <summary>Where frames go.</summary>
public enum VideoTargetKind
{
    /// <summary>A video file.</summary>
    File,

    /// <summary>A folder of numbered pictures.</summary>
    Pictures,

    /// <summary>This process' own standard output, which gets raw frames.</summary>
    StandardOutput,
}
