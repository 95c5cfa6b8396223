using ActorInference.Akka.Wire;

namespace ActorInference.Akka.Cluster;

/// <summary>A frontend is there, or still there. The node answers it with its <see cref="NodeStatus"/>, and from then on says when that changes.</summary>
internal sealed class RegisterFrontend
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
