using ActorInference.Akka.Wire;

namespace ActorInference.Akka.Cluster;

/// <summary>How full a node is.</summary>
/// <param name="Window">How many requests the frontend that gets this may have at the node.</param>
/// <param name="Running">How many the node has, those of all frontends.</param>
/// <param name="Capacity">How many it can run at once.</param>
/// <param name="ServiceTime">The time that each request at the node adds to what the next one will take; 0: not known yet.</param>
/// <param name="IsDraining">Whether it takes no more.</param>
internal sealed record NodeStatus(int Window, int Running, int Capacity, TimeSpan ServiceTime, bool IsDraining)
{
    public static void Write(WireWriter writer, NodeStatus status)
    {
        writer.Int32(status.Window);
        writer.Int32(status.Running);
        writer.Int32(status.Capacity);
        writer.Duration(status.ServiceTime);
        writer.Flag(status.IsDraining);
    }

    public static NodeStatus Read(WireReader reader) => new(reader.Int32(), reader.Int32(), reader.Int32(), reader.Duration(), reader.Flag());
}
