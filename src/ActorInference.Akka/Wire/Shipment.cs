using Akka.Actor;

namespace ActorInference.Akka.Wire;

/// <summary>A message that is to go in chunks.</summary>
/// <param name="Message">The message.</param>
/// <param name="Target">Who is to get it.</param>
/// <param name="TargetPath">The same as the other node knows it.</param>
/// <param name="SenderPath">Who it is from, as the other node knows it; empty for nobody.</param>
internal sealed record Shipment(EncodedMessage Message, IActorRef Target, string TargetPath, string SenderPath) : INoSerializationVerificationNeeded;
