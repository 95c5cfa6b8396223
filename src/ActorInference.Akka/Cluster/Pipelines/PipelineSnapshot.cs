using ActorInference.Akka.Wire;

namespace ActorInference.Akka;

/// <summary>How a <see cref="ClusterPipeline"/> is on its node.</summary>
/// <param name="Streams">Streams that it runs.</param>
/// <param name="IsDraining">Whether it takes no more.</param>
public sealed record PipelineSnapshot(int Streams, bool IsDraining)
{
    internal static void Write(WireWriter writer, PipelineSnapshot snapshot)
    {
        writer.Int32(snapshot.Streams);
        writer.Flag(snapshot.IsDraining);
    }

    internal static PipelineSnapshot Read(WireReader reader) => new(reader.Int32(), reader.Flag());
}
