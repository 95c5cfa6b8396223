using Akka.Actor;

namespace ActorInference.Akka;

/// <summary>Makes an actor system's <see cref="WireExtension"/>; <see cref="AkkaConfiguration.Reference"/> names it among Akka.NET's extensions.</summary>
public sealed class WireExtensionProvider : ExtensionIdProvider<WireExtension>
{
    /// <inheritdoc/>
    public override WireExtension CreateExtension(ExtendedActorSystem system) => new(system);
}
