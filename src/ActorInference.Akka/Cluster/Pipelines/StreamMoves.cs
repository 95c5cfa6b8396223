using ActorInference.Akka.Wire;

namespace ActorInference.Akka.Cluster.Pipelines;

/// <summary>The node leaves: nothing more is to be sent to it, and when what it has of the stream has come back, the stream goes on at another node.</summary>
internal sealed record StreamMoves(Guid Id)
{
    public static void Write(WireWriter writer, StreamMoves message) => writer.Id(message.Id);

    public static StreamMoves Read(WireReader reader) => new(reader.Id());
}
