namespace ActorInference.Predicting;

/// <summary>
/// The place of one session in a pool, with the lanes that share it: the session itself comes and goes. Guarded by the router's lock.
/// </summary>
internal sealed class SessionState
{
    // Of failures in a row that neither a probe nor a batch-mate could explain one may be the item's own, and it is tried twice.
    private const long FirstPatience = 3;

    // Failures in a row that nobody could blame on the session or on an item, and how many of them it takes to blame the session.
    private long _suspicions;
    private long _patience = FirstPatience;

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

    /// <summary>
    /// Who is to blame for a failure that nobody can explain: too many in a row, and it is the session. One rebuilt for that reason that fails as before probably fails on the items:
    /// until it gives a result they are blamed, and it takes twice as many as the last time until it is rebuilt again. So poison restarts it ever more rarely, and one that is dead goes in the end.
    /// </summary>
    public Blame Suspect()
    {
        if (++_suspicions < _patience) return _patience > FirstPatience ? Blame.Item : Blame.Unknown;
        _patience *= 2;
        return Blame.Session;
    }

    /// <summary>It gave a result: all that was held against it is forgotten.</summary>
    public void HasSucceeded()
    {
        FailuresInARow = 0;
        _suspicions = 0;
        _patience = FirstPatience;
    }

    /// <summary>The session, if there is one, goes out of use; what comes in its place is under no suspicion yet.</summary>
    public void GiveUp(SessionCloser closer, ref Aftermath aftermath)
    {
        Current?.GiveUp(closer, ref aftermath);
        Current = null;
        _suspicions = 0;
    }

    /// <summary>Whether a lane may load it now.</summary>
    public bool IsDue(long now) => Current is null && !IsOpening && now >= RetryAt;
}
