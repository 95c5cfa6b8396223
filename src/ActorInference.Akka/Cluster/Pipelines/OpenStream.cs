using ActorInference.Akka.Wire;
using Akka.Actor;

namespace ActorInference.Akka.Cluster.Pipelines;

/// <summary>Asks a node to run a stream; it answers with <see cref="StreamOpened"/> or <see cref="StreamRefused"/>.</summary>
/// <param name="Id">Names the stream.</param>
/// <param name="Caller">Who is told of it later, as other nodes know it.</param>
internal sealed record OpenStream(Guid Id, string Caller)
{
    public static void Write(WireWriter writer, OpenStream message)
    {
        writer.Id(message.Id);
        writer.Text(message.Caller);
    }

    public static OpenStream Read(WireReader reader)
    {
        var (id, caller) = (reader.Id(), reader.Text());
        return ActorPath.TryParse(caller, out _) ? new(id, caller) : throw WireDamage.Because($"'{caller}' is nobody's path");
    }
}
