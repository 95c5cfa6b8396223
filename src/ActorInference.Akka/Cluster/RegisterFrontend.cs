using ActorInference.Akka.Wire;
using Akka.Event;

namespace ActorInference.Akka.Cluster;

/// <summary>A frontend is there, or still there. The node answers it with its <see cref="NodeStatus"/>, and from then on says when that changes. A node that does not serve the model has nobody who hears it, and that is nothing to log.</summary>
internal sealed class RegisterFrontend : IDeadLetterSuppression
{
    private RegisterFrontend()
    {
    }

    public static RegisterFrontend Instance { get; } = new();

    public static void Write(WireWriter writer, RegisterFrontend message)
    {
    }

    public static RegisterFrontend Read(WireReader reader) => Instance;
}
