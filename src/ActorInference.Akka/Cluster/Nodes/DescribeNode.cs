using Akka.Actor;

namespace ActorInference.Akka;

/// <summary>Asks the actor of a <see cref="ClusterNode"/> in this process how it is; it answers with a <see cref="NodeSnapshot"/>.</summary>
public sealed class DescribeNode : INoSerializationVerificationNeeded
{
    private DescribeNode()
    {
    }

    /// <summary>The message; it says nothing more.</summary>
    public static DescribeNode Instance { get; } = new();
}
