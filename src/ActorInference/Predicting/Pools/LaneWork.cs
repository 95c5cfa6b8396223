namespace ActorInference.Predicting;

/// <summary>What a lane is to do next.</summary>
internal enum LaneWork
{
    /// <summary>Sleep until woken.</summary>
    Sleep,

    /// <summary>Run <see cref="SessionActor.Batch"/> on <see cref="SessionActor.Using"/>.</summary>
    Run,

    /// <summary>Load a session.</summary>
    Open,

    /// <summary>End the thread.</summary>
    Stop,
}
