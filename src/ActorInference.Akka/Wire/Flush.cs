using Akka.Actor;

namespace ActorInference.Akka.Wire;

/// <summary>Asks the wire's actor to answer when nothing of what this node sends in chunks is under way any more.</summary>
/// <param name="Sender">Whose messages; null: everybody's.</param>
internal sealed record Flush(IActorRef? Sender) : INoSerializationVerificationNeeded;
