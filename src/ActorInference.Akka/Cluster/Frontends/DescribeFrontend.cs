using Akka.Actor;

namespace ActorInference.Akka;

/// <summary>Asks the actor of a <see cref="ClusterFrontend"/> in this process how it is; it answers with a <see cref="FrontendSnapshot"/>.</summary>
public sealed class DescribeFrontend : INoSerializationVerificationNeeded
{
    private DescribeFrontend()
    {
    }

    /// <summary>The message; it says nothing more.</summary>
    public static DescribeFrontend Instance { get; } = new();
}
