using Akka.Actor;

namespace ActorInference.Akka.Wire;

/// <summary>What an actor's alarm tells it: something may be due.</summary>
internal sealed class Ring : INoSerializationVerificationNeeded
{
    private Ring()
    {
    }

    public static Ring Now { get; } = new();
}
