using Akka.Actor;

namespace ActorInference.Akka.Wire;

/// <summary>What the wire's actor tells itself: a transfer whose chunks were all there before there was room for it has room now.</summary>
internal sealed record TransferWhole(Guid Id) : INoSerializationVerificationNeeded;
