using ActorInference.Configuration;
using Akka.Actor;
using AkkaCluster = Akka.Cluster.Cluster;

namespace ActorInference.Akka.Tests;

/// <summary>Actor systems as config/cluster.conf sets them up, on a free port of loopback, with times that suit a test.</summary>
internal static class ClusterSystem
{
    public const string Name = "actorinference";

    /// <summary>Over config/cluster.conf.</summary>
    private static readonly Dictionary<string, string> Fast = new()
    {
        ["akka.loglevel"] = "OFF",
        ["akka.stdout-loglevel"] = "OFF",
        ["akka.remote.retry-gate-closed-for"] = "200ms",
        ["akka.cluster.gossip-interval"] = "100ms",
        ["akka.cluster.leader-actions-interval"] = "100ms",
        ["akka.cluster.unreachable-nodes-reaper-interval"] = "100ms",
        ["akka.cluster.periodic-tasks-initial-delay"] = "100ms",
        ["akka.cluster.retry-unsuccessful-join-after"] = "500ms",
        ["akka.cluster.failure-detector.heartbeat-interval"] = "200ms",
        ["akka.cluster.failure-detector.acceptable-heartbeat-pause"] = "3s",
        ["akka.cluster.split-brain-resolver.stable-after"] = "2s",
        ["akka.cluster.seed-nodes"] = "[]",
        ["akka.coordinated-shutdown.run-by-clr-shutdown-hook"] = "off",
        ["akka.coordinated-shutdown.run-by-actor-system-terminate"] = "off", // at the end of a test nobody is left to say goodbye to; who is to leave in good order is told so
        ["akka.actorinference.frontend.register-interval"] = "200ms",
    };

    /// <summary>What such a system is configured with.</summary>
    public static global::Akka.Configuration.Config Configuration(string role, int port = 0, params (string Key, string Value)[] settings) =>
        ConfigurationOf(Path.Combine(TestData.Repository, "config", "cluster.conf"), new Dictionary<string, string> { ["ROLE"] = role, ["NODE_PORT"] = $"{port}" }, settings);

    /// <summary>The same of another file, such as one that includes that one.</summary>
    public static global::Akka.Configuration.Config ConfigurationOf(string file, IReadOnlyDictionary<string, string> variables, params (string Key, string Value)[] settings)
    {
        var over = new Dictionary<string, string>(Fast);
        foreach (var (key, value) in settings) over[key] = value;
        var sources = new ConfigurationSources
        {
            File = file,
            Environment = variables,
            Settings = [.. over.Select(setting => new ConfigurationSetting(setting.Key, setting.Value, "the test"))],
        };
        return AkkaConfiguration.Of(ActorInferenceConfiguration.Load(sources).Value).Value;
    }

    /// <summary>An actor of one system as another has it, over the network.</summary>
    public static Task<IActorRef> Find(IActorRef actor, ActorSystem home, ActorSystem from) =>
        from.ActorSelection(actor.Path.ToSerializationFormatWithAddress(AkkaCluster.Get(home).SelfAddress)).ResolveOne(Until.Limit);

    /// <summary>A system that has joined, by itself or the one given.</summary>
    public static ActorSystem Start(string role, ActorSystem? seed = null, params (string Key, string Value)[] settings)
    {
        var system = ActorSystem.Create(Name, Configuration(role, 0, settings));
        var cluster = AkkaCluster.Get(system);
        cluster.Join(seed is null ? cluster.SelfAddress : AkkaCluster.Get(seed).SelfAddress);
        return system;
    }
}
