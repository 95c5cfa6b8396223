using ActorInference.Predicting;

namespace ActorInference.Akka.Predicting;

/// <summary>What a lane fails with when its session failed in a way that may last: its supervisor decides what becomes of both.</summary>
internal sealed class SessionFailedException(SessionState? place, Failure failure) : Exception(failure.Message)
{
    /// <summary>The session's place.</summary>
    public SessionState? Place => place;

    public Failure Failure => failure;
}
