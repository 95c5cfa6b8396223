namespace ActorInference.Predicting;

/// <summary>What a lane is doing.</summary>
internal enum LaneState
{
    /// <summary>Between two things.</summary>
    Awake,

    /// <summary>Nothing: it sleeps among its pool's idle lanes.</summary>
    Idle,

    /// <summary>Running a batch.</summary>
    Running,

    /// <summary>Loading a session.</summary>
    Opening,

    /// <summary>Given up because a run did not return; another lane has its place.</summary>
    Abandoned,

    /// <summary>Nothing: the system gave no thread for it.</summary>
    Threadless,

    /// <summary>Gone.</summary>
    Stopped,
}
