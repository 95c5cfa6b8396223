namespace ActorInference.Video;

/// <summary>Where a child's standard input comes from.</summary>
internal enum ChildInput
{
    /// <summary>Nowhere: it ends at once.</summary>
    None,

    /// <summary>From <see cref="ChildProcess.Input"/>.</summary>
    Fed,

    /// <summary>It is ours.</summary>
    Inherited,
}
