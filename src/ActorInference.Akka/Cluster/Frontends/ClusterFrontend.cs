using ActorInference.Akka.Cluster;
using Akka.Actor;
using Akka.Configuration;

namespace ActorInference.Akka;

/// <summary>
/// A frontend of a cluster: an actor that takes <see cref="PredictRequest"/> as any predicting actor does, and has inference nodes run them.
/// <list type="bullet">
/// <item>It knows the systems with the role <see cref="ClusterNode.Role"/> from the cluster's membership, and finds on each the actor that serves the model of that name.</item>
/// <item>A request goes to the node that is expected to be done with it first, never beyond that node's window; those for which there is no room wait here, bounded in number and bytes.</item>
/// <item>A request whose node dies, is cut off, leaves or does not answer goes to another, under the same id. Its caller gets exactly one reply, whatever happens to nodes.</item>
/// <item>Deadlines go on counting here and at the node; a request that is cancelled is replied to at once, and its node told.</item>
/// <item>When the system shuts down in good order it takes no more and has finished what it has: in the phase <c>service-requests-done</c>, for as long as that may take.</item>
/// </list>
/// What it holds is gone where its own process dies: callers on other machines must notice that by themselves.
/// </summary>
public static class ClusterFrontend
{
    /// <summary>The role in <c>akka.cluster.roles</c> for systems that have frontends.</summary>
    public const string Role = "frontend";

    /// <summary>Starts a frontend.</summary>
    /// <param name="system">The actor system, a member of the cluster or about to be one; its configuration is the file's with <see cref="AkkaConfiguration.Reference"/> below it.</param>
    /// <param name="model">The name of the model, as <see cref="ClusterNode.Start"/> was given it.</param>
    /// <param name="options">How; null for what the system's configuration says.</param>
    /// <param name="time">The clock; null for the system's.</param>
    /// <returns>The actor. Stopping it ends its requests as not ready.</returns>
    /// <exception cref="ConfigurationException">The system is in no cluster, or lacks <see cref="AkkaConfiguration.Reference"/>.</exception>
    public static IActorRef Start(ActorSystem system, string model, ClusterFrontendOptions? options = null, TimeProvider? time = null)
    {
        ArgumentNullException.ThrowIfNull(system);
        var node = ClusterNode.NameOf(model);
        SystemRequirements.CheckMember(system);
        options ??= AkkaConfiguration.SettingsOf(system.Settings.Config).Frontend;
        var actor = system.ActorOf(Props.Create(() => new FrontendActor(model, node, options, time ?? TimeProvider.System)), $"frontend-{model}");
        Drain.Within(system, CoordinatedShutdown.PhaseServiceRequestsDone, actor);
        return actor;
    }
}
