using Akka.Actor;

namespace ActorInference.Akka.Cluster;

/// <summary>What a node's predictor made of a request.</summary>
internal sealed record RequestDone(Guid Id, Outcome<Prediction> Outcome) : INoSerializationVerificationNeeded;
