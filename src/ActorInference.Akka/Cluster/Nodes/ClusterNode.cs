using ActorInference.Akka.Cluster;
using Akka.Actor;
using Akka.Configuration;

namespace ActorInference.Akka;

/// <summary>
/// An inference node of a cluster: an actor, one for each model, that serves a predictor to the frontends of all nodes. It has a path that they know, and a system with the role <see cref="Role"/>.
/// <list type="bullet">
/// <item>It takes no more requests than its window, and tells frontends how much of that is theirs, how many it has and how fast they go.</item>
/// <item>A request that is sent again while it runs, or when it has just been finished, is not run again: the same reply goes to all who asked.</item>
/// <item>A frontend that is gone has its requests cancelled.</item>
/// <item>When the system shuts down in good order it takes no more and finishes what it has: in the phase <c>service-stop</c>, for as long as that may take.</item>
/// </list>
/// </summary>
public static class ClusterNode
{
    /// <summary>The role in <c>akka.cluster.roles</c> by which frontends know the systems that have such nodes.</summary>
    public const string Role = "inference";

    /// <summary>Starts serving. The predictor stays the caller's, who disposes it when the system has terminated.</summary>
    /// <param name="system">The actor system; its configuration is the file's with <see cref="AkkaConfiguration.Reference"/> below it.</param>
    /// <param name="model">The name by which frontends ask for the model, the same on all nodes: letters, digits, <c>-</c>, <c>_</c> and <c>.</c>.</param>
    /// <param name="predictor">What predicts.</param>
    /// <param name="options">How; null for what the system's configuration says.</param>
    /// <param name="time">The clock; null for the system's.</param>
    /// <returns>The actor. Stopping it ends its requests as not ready.</returns>
    /// <exception cref="ConfigurationException">The system is in no cluster, has not the role <see cref="Role"/>, or lacks <see cref="AkkaConfiguration.Reference"/>.</exception>
    public static IActorRef Start(ActorSystem system, string model, IPredictor predictor, ClusterNodeOptions? options = null, TimeProvider? time = null)
    {
        ArgumentNullException.ThrowIfNull(system);
        ArgumentNullException.ThrowIfNull(predictor);
        var name = NameOf(model);
        SystemRequirements.CheckMember(system, Role);
        options ??= AkkaConfiguration.SettingsOf(system.Settings.Config).Node;
        var actor = system.ActorOf(Props.Create(() => new NodeActor(model, predictor, options, time ?? TimeProvider.System)), name);
        Drain.Within(system, CoordinatedShutdown.PhaseServiceStop, actor);
        return actor;
    }

    /// <summary>Whether a text can name a model in a cluster: letters, digits, <c>-</c>, <c>_</c> and <c>.</c>.</summary>
    public static bool CanName(string model) => model.Length > 0 && model.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.');

    /// <summary>The name of the actor below <c>/user</c>.</summary>
    internal static string NameOf(string model) => CanName(model)
        ? $"inference-{model}"
        : throw new ArgumentException($"'{model}' cannot name a model in a cluster; use letters, digits, -, _ and dots.", nameof(model));
}
