namespace ActorInference.Telemetry;

/// <summary>The log is the host's, and what it throws is nobody's business here.</summary>
internal static class HostLog
{
    /// <summary>Writes a line; never throws.</summary>
    public static void Say(Action line)
    {
        try
        {
            line();
        }
        catch (Exception)
        {
            // There is nobody left to tell.
        }
    }
}
