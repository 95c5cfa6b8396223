using ActorInference.Akka.Wire;
using ActorInference.Akka.Wire.Formats;

namespace ActorInference.Akka.Cluster.Pipelines;

/// <summary>The node does not run the stream.</summary>
internal sealed record StreamRefused(Failure Reason)
{
    public static void Write(WireWriter writer, StreamRefused message) => FailureFormat.Write(writer, message.Reason);

    public static StreamRefused Read(WireReader reader) => new(FailureFormat.Read(reader));
}
