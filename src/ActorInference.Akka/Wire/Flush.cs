using Akka.Actor;

namespace ActorInference.Akka.Wire;

/// <summary>Asks the wire's actor to answer when nothing of what this node sends in chunks is under way any more.</summary>
internal sealed class Flush : INoSerializationVerificationNeeded
{
    private Flush()
    {
    }

    public static Flush Instance { get; } = new();
}
