using ActorInference.Akka.Wire;
using ActorInference.Akka.Wire.Formats;

namespace ActorInference.Akka.Cluster.Pipelines;

/// <summary>Whoever opened the stream wants no more of it: what the node has of it is cancelled. One that is not known is ignored.</summary>
internal sealed record StreamAborted(Guid Id, Failure Reason)
{
    public static void Write(WireWriter writer, StreamAborted message)
    {
        writer.Id(message.Id);
        FailureFormat.Write(writer, message.Reason);
    }

    public static StreamAborted Read(WireReader reader) => new(reader.Id(), FailureFormat.Read(reader));
}
