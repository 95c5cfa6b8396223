using ActorInference.Akka.Wire;

namespace ActorInference.Akka.Cluster.Pipelines;

/// <summary>The stream is there, for as long as Akka.Streams' <c>stream-ref.subscription-timeout</c> if nobody uses it.</summary>
/// <param name="Sink">Where its items go.</param>
/// <param name="Source">Where its outcomes come from.</param>
internal sealed record StreamOpened(SerializedRef Sink, SerializedRef Source)
{
    public static void Write(WireWriter writer, StreamOpened message)
    {
        SerializedRef.Write(writer, message.Sink);
        SerializedRef.Write(writer, message.Source);
    }

    public static StreamOpened Read(WireReader reader) => new(SerializedRef.Read(reader), SerializedRef.Read(reader));
}
