namespace ActorInference.Video;

/// <summary>Where a child's standard output goes.</summary>
internal enum ChildOutput
{
    /// <summary>Nowhere: writing there fails.</summary>
    None,

    /// <summary>To <see cref="ChildProcess.Output"/>.</summary>
    Read,

    /// <summary>It is ours.</summary>
    Inherited,
}
