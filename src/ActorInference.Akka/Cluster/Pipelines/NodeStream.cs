using Akka.Actor;
using Akka.Streams;

namespace ActorInference.Akka.Cluster.Pipelines;

/// <summary>A stream that a node has taken.</summary>
/// <param name="Id">Names it there.</param>
/// <param name="Node">The actor that runs it.</param>
/// <param name="Sink">Where items go.</param>
/// <param name="Source">Where outcomes come from.</param>
internal sealed record NodeStream(Guid Id, IActorRef Node, ISinkRef<StreamPart> Sink, ISourceRef<StreamPart> Source);
