namespace ActorInference.Predicting;

/// <summary>
/// The place of one session in a pool, with the lanes that share it: the session itself comes and goes. Guarded by the router's lock.
/// </summary>
internal sealed class SessionState
{
    /// <summary>The session at present; null while there is none.</summary>
    public OpenSession? Current { get; set; }

    /// <summary>Lanes that use it.</summary>
    public int Lanes { get; set; }

    /// <summary>Whether a lane is loading it just now.</summary>
    public bool IsOpening { get; set; }

    /// <summary>When it may be loaded again.</summary>
    public long RetryAt { get; set; }

    /// <summary>Failures since it last gave a result: what backoff grows with.</summary>
    public int FailuresInARow { get; set; }

    /// <summary>Failures in a row that nobody could blame on the session or on an item.</summary>
    public int Suspicions { get; set; }

    /// <summary>
    /// Whether it was rebuilt on suspicion and has given no result since: what fails on it as before is the items' fault, or it would be rebuilt for every third of them.
    /// </summary>
    public bool IsCleared { get; set; }

    /// <summary>The session, if there is one, goes out of use.</summary>
    public void GiveUp(SessionCloser closer, ref Aftermath aftermath)
    {
        Current?.GiveUp(closer, ref aftermath);
        Current = null;
    }

    /// <summary>Whether a lane may load it now.</summary>
    public bool IsDue(long now) => Current is null && !IsOpening && now >= RetryAt;
}
