using Akka.Actor;

namespace ActorInference.Akka.Wire;

/// <summary>Tells the wire's actor to pass a cancel on: behind the request that it is for, where that is still on its way in chunks.</summary>
/// <param name="Request">The cancel.</param>
/// <param name="Target">Who has the request, or will get it.</param>
/// <param name="Sender">Who it is from; null for nobody.</param>
internal sealed record CancelShipment(CancelRequest Request, IActorRef Target, IActorRef? Sender) : INoSerializationVerificationNeeded;
