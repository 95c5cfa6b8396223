namespace ActorInference;

/// <summary>How a session, a pool or a predictor is.</summary>
public enum HealthState
{
    /// <summary>All of it works.</summary>
    Ready,

    /// <summary>Some of its sessions work, others are being rebuilt or have stopped.</summary>
    Degraded,

    /// <summary>No session works at present; one is being rebuilt. Requests wait.</summary>
    Restarting,

    /// <summary>Too many failures, or shut down. Requests fail at once; a pool that failed tries again after its restart window.</summary>
    Stopped,
}
