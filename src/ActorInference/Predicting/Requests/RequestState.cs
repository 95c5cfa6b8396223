namespace ActorInference.Predicting;

/// <summary>Where a request is.</summary>
internal enum RequestState
{
    /// <summary>Not handed in yet.</summary>
    New,

    /// <summary>Its caller waits until there is room.</summary>
    WaitingForRoom,

    /// <summary>It has room, and is on its way from one place to another.</summary>
    Admitted,

    /// <summary>In a pool's queue.</summary>
    Queued,

    /// <summary>On a lane.</summary>
    Running,

    /// <summary>On a lane still, but its caller has the answer already.</summary>
    Left,

    /// <summary>Done with.</summary>
    Ended,
}
