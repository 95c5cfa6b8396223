using ActorInference.Akka.Wire;
using ActorInference.Akka.Wire.Formats;

namespace ActorInference.Akka.Cluster.Pipelines;

/// <summary>What is before the stream has failed: what the node has of it is cancelled, and its outcomes go back. One that is not known is ignored.</summary>
internal sealed record StreamAborted(Guid Id, Failure Reason)
{
    public static void Write(WireWriter writer, StreamAborted message)
    {
        writer.Id(message.Id);
        FailureFormat.Write(writer, message.Reason);
    }

    public static StreamAborted Read(WireReader reader) => new(reader.Id(), FailureFormat.Read(reader));
}
