using ActorInference.Batching;
using Akka.Actor;

namespace ActorInference.Akka.Predicting;

/// <summary>
/// What happens to lanes whose session has failed, as a strategy of Akka: they are restarted, all of them where they share the session, else the one; too many failures escalate. A lane that was
/// restarted has no session, and is told when to open one: the backoff lies there, for a strategy cannot wait.
/// </summary>
internal static class LaneSupervision
{
    /// <summary>The strategy of the router over the lanes.</summary>
    public static SupervisorStrategy Of(PoolHouse house)
    {
        Directive Decide(Exception problem) => IsTooMuch(house, Innermost(problem)) ? Directive.Escalate : Directive.Restart;
        return house.Pool.SharesSession
            ? new AllForOneStrategy(-1, -1, Decide, loggingEnabled: false)
            : new OneForOneStrategy(-1, -1, Decide, loggingEnabled: false);
    }

    private static bool IsTooMuch(PoolHouse house, Exception problem) =>
        problem is SessionFailedException failed ? failed.IsTooMuch : house.Failed(Thrown.By("a session actor", problem)); // killed from outside, or a bug of ours

    // A failure while a lane starts comes wrapped.
    private static Exception Innermost(Exception problem) => problem is ActorInitializationException { InnerException: { } inner } ? Innermost(inner) : problem;
}
