namespace ActorInference.Akka.Predicting;

/// <summary>How it stands with a session that a lane has tried to open.</summary>
internal enum OpeningEnd
{
    /// <summary>It is waited for.</summary>
    Wanted,

    /// <summary>Nobody wants it any more: the pool has stopped, or everything ends.</summary>
    Unwanted,

    /// <summary>The lane had been given up meanwhile, and another has its place.</summary>
    GivenUp,
}
