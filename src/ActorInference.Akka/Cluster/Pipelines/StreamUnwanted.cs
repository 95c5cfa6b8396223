using ActorInference.Akka.Wire;

namespace ActorInference.Akka.Cluster.Pipelines;

/// <summary>Whoever asked for the stream does not use it, and never has: it ends at once. One that is not known is ignored.</summary>
internal sealed record StreamUnwanted(Guid Id)
{
    public static void Write(WireWriter writer, StreamUnwanted message) => writer.Id(message.Id);

    public static StreamUnwanted Read(WireReader reader) => new(reader.Id());
}
