using ActorInference.Akka.Wire;
using Akka.Actor;
using Akka.Cluster;
using Akka.Configuration;
using AkkaCluster = Akka.Cluster.Cluster;

namespace ActorInference.Akka;

/// <summary>What an actor system has to be told before its actors can work with those of other machines. Without it Akka.NET would say so in its log, once for each message and in its own words, or say nothing.</summary>
internal static class SystemRequirements
{
    /// <summary>Why actors of the system can exchange nothing with other machines; null where they can.</summary>
    public static Failure? WhyNoWire(ActorSystem system) => system.Serialization.FindSerializerForType(typeof(PredictRequest)).Identifier == WireSerializer.Number
        ? null
        : new(ErrorKind.InvalidInput, $"the actor system {system.Name} lacks AkkaConfiguration.Reference; put it behind its configuration: config.WithFallback(AkkaConfiguration.Reference)");

    /// <summary>Sees to it that the system is one of a cluster, and has that role where one is named.</summary>
    /// <exception cref="ConfigurationException">It is not, or has not; the message says what to configure.</exception>
    public static void CheckMember(ActorSystem system, string? role = null)
    {
        if (((ExtendedActorSystem)system).Provider is not IClusterActorRefProvider)
            throw new ConfigurationException($"the actor system {system.Name} is in no cluster; configure akka.actor.provider = cluster");
        if (WhyNoWire(system) is { } why) throw new ConfigurationException(why.Message);
        if (role is null || AkkaCluster.Get(system).SelfRoles is var roles && roles.Contains(role)) return;
        throw new ConfigurationException($"the actor system {system.Name} is found by nobody: it has not the role {role}, but akka.cluster.roles = [{string.Join(", ", roles.Order())}]; add {role} there");
    }
}
