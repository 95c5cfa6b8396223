using Akka.Actor;

namespace ActorInference.Akka.Wire;

/// <summary>Where actors are.</summary>
internal static class Locality
{
    /// <summary>Whether the actor is in this process: then messages go to it as they are, and none is lost.</summary>
    public static bool IsLocal(this IActorRef actor) => ((IInternalActorRef)actor).IsLocal;
}
