using ActorInference.Akka.Wire;

namespace ActorInference.Akka.Cluster;

/// <summary>The node is full or drains, and has not taken the request: it is still the frontend's to place.</summary>
internal sealed record RequestDeclined(Guid Id)
{
    public static void Write(WireWriter writer, RequestDeclined message) => writer.Id(message.Id);

    public static RequestDeclined Read(WireReader reader) => new(reader.Id());
}
