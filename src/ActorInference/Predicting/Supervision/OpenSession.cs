namespace ActorInference.Predicting;

/// <summary>A loaded session and who uses it. Disposed when it is given up and the last run on it has returned. Guarded by the router's lock.</summary>
internal sealed class OpenSession(ISession session, string warmUp)
{
    private int _users;
    private bool _isGivenUp;

    public ISession Session => session;

    /// <summary>The runs made before it was ready, in words.</summary>
    public string WarmUp => warmUp;

    /// <summary>A lane starts to use it.</summary>
    public void Enter() => _users++;

    /// <summary>A lane has done with it.</summary>
    public void Leave(SessionCloser closer, ref Aftermath aftermath)
    {
        _users--;
        if (_isGivenUp && _users == 0) closer.Close(session, ref aftermath);
    }

    /// <summary>Nobody will begin to use it any more.</summary>
    public void GiveUp(SessionCloser closer, ref Aftermath aftermath)
    {
        if (_isGivenUp) return;
        _isGivenUp = true;
        if (_users == 0) closer.Close(session, ref aftermath);
    }

    /// <summary>Disposes a session that was never in use, here and now: one that failed may fail in this too.</summary>
    public static void Close(ISession session)
    {
        try
        {
            session.Dispose();
        }
        catch (Exception)
        {
            // It is out of use, and there is nothing else to be done about it.
        }
    }
}
