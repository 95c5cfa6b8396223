using ActorInference.Akka.Cluster;
using ActorInference.Akka.Cluster.Pipelines;
using Akka.Actor;
using Akka.Configuration;
using Akka.Streams;
using Akka.Streams.Dsl;

namespace ActorInference.Akka;

/// <summary>
/// A pipeline that inference nodes run for streams of other machines, in order: for what has to pass one place one after another, such as the frames of a video, or should be decoded and encoded where the model is.
/// A stream runs on one node, over Akka.Streams' StreamRefs; what has to survive the loss of any node goes through a <see cref="ClusterFrontend"/>, item by item.
/// <code>
/// stream ──▶ Flow ── items, in parts ──▶ SinkRef ──▶ pipeline ─┐
///        ◀──────── outcomes, in parts ── SourceRef ◀───────────┘
/// </code>
/// </summary>
public static class ClusterPipeline
{
    /// <summary>Starts to run a pipeline for others, each of whose streams is a run of its own. What the pipeline uses, its predictor above all, stays the caller's, who disposes it when the system has terminated.</summary>
    /// <param name="system">The actor system, with the role <see cref="ClusterNode.Role"/>; its configuration is the file's with <see cref="AkkaConfiguration.Reference"/> below it.</param>
    /// <param name="name">The name by which streams ask for the pipeline, the same on all nodes: letters, digits, <c>-</c>, <c>_</c> and <c>.</c>.</param>
    /// <param name="pipeline">What each stream goes through.</param>
    /// <param name="options">How; null for what the system's configuration says.</param>
    /// <returns>
    /// The actor. Stopping it ends its streams. When the system shuts down in good order (phase <c>service-stop</c>) streams go to another node, each when what it has sent here has come back.
    /// </returns>
    /// <exception cref="InferenceException">The pipeline's options cannot work.</exception>
    /// <exception cref="ConfigurationException">The system is in no cluster, has not the role <see cref="ClusterNode.Role"/>, or lacks <see cref="AkkaConfiguration.Reference"/>.</exception>
    public static IActorRef Start<TIn, TOut>(ActorSystem system, string name, Pipeline<TIn, TOut> pipeline, ClusterPipelineOptions? options = null)
        where TIn : Value
        where TOut : Value
    {
        ArgumentNullException.ThrowIfNull(system);
        ArgumentNullException.ThrowIfNull(pipeline);
        var actorName = NameOf(name);
        SystemRequirements.CheckMember(system, ClusterNode.Role);
        options ??= AkkaConfiguration.SettingsOf(system.Settings.Config).Pipeline;
        var flow = pipeline.AsFlowOfOutcomes();
        var actor = system.ActorOf(Props.Create(() => new PipelineActor<TIn, TOut>(name, flow, options)), actorName);
        Drain.Within(system, CoordinatedShutdown.PhaseServiceStop, actor);
        return actor;
    }

    /// <summary>
    /// A flow through the pipeline of that name on an inference node of the cluster, the one that has the fewest streams when this one is materialized.
    /// <para>In: values, which the flow owns from then on: each is written to the network and disposed. Out: the pipeline's outcomes in its order, which whoever is behind the flow owns.</para>
    /// <para>Emits when the next outcome has come from the node.</para>
    /// <para>Back-pressures when the pipeline does, with no more under way, each way, than Akka.Streams' <c>stream-ref.buffer-capacity</c> parts of <see cref="WireOptions.ChunkBytes"/>; and until a node has taken the stream.</para>
    /// <para>Completes when what is before it has completed and all outcomes have come. <see cref="UniqueKillSwitch.Shutdown"/> completes it so: what is in flight is finished.</para>
    /// <para>Fails when what is before it does, or at <see cref="UniqueKillSwitch.Abort"/>: what the node has is cancelled, its outcomes come out, and behind them the failure; what had not reached the node has no outcome.</para>
    /// <para>
    /// Fails as <see cref="ErrorKind.DeviceLost"/>, behind the outcomes that have come, when the node or the connection to it is lost; as <see cref="ErrorKind.NotReady"/> or <see cref="ErrorKind.Overloaded"/> when no node takes it within
    /// <see cref="ClusterPipelineOptions.WaitForNode"/>. A node that leaves in good order finishes what it was sent, and the stream goes on at another, where the pipeline begins anew: groups end there.
    /// </para>
    /// <para>Cancels when what is behind it cancels: what the node has is cancelled and disposed.</para>
    /// </summary>
    /// <typeparam name="TIn">What the pipeline takes: <see cref="Tensor"/>, or another value.</typeparam>
    /// <typeparam name="TOut">What it gives.</typeparam>
    /// <param name="system">A member of the cluster, of any role, that runs the graph which the flow becomes a part of.</param>
    /// <param name="name">The pipeline's name, as <see cref="Start"/> was given it.</param>
    /// <param name="options">How; null for what the system's configuration says.</param>
    /// <exception cref="ConfigurationException">The system is in no cluster, or lacks <see cref="AkkaConfiguration.Reference"/>.</exception>
    public static Flow<TIn, Outcome<TOut>, UniqueKillSwitch> Flow<TIn, TOut>(ActorSystem system, string name, ClusterPipelineOptions? options = null)
        where TIn : Value
        where TOut : Value
    {
        ArgumentNullException.ThrowIfNull(system);
        var actorName = NameOf(name);
        SystemRequirements.CheckMember(system);
        options ??= AkkaConfiguration.SettingsOf(system.Settings.Config).Pipeline;
        var opener = new StreamOpener(system, name, actorName, options);
        return global::Akka.Streams.Dsl.Flow.Create<TIn>()
            .ViaMaterialized(KillSwitches.Single<TIn>(), Keep.Right)
            .Via(new RemoteStage<TIn, TOut>(opener, WireExtension.For(system).Options));
    }

    // The name of the actor below /user.
    private static string NameOf(string name) => ClusterNode.CanName(name)
        ? $"pipeline-{name}"
        : throw new ArgumentException($"'{name}' cannot name a pipeline in a cluster; use letters, digits, -, _ and dots.", nameof(name));
}
