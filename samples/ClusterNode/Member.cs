using ActorInference;
using ActorInference.Akka;
using ActorInference.Configuration;
using Akka.Actor;
using AkkaCluster = Akka.Cluster.Cluster;
using Failure = ActorInference.Failure;

namespace PictureCluster;

/// <summary>This process as a member of the cluster: config/cluster.conf, its variables set by the command line.</summary>
internal static class Member
{
    /// <summary>The name of the model in the cluster.</summary>
    public const string Model = "cartoon";

    /// <summary>Its file, beside the program.</summary>
    public static string ModelFile { get; } = Path.Combine(AppContext.BaseDirectory, "models", "cartoon.onnx");

    /// <summary>Starts the actor system, which joins the cluster or, where a run is told of none, begins it. A failure says what is wrong with the command line or the environment.</summary>
    public static Outcome<ActorSystem> Join(CommandLine said)
    {
        var beginsCluster = !said.IsNode && said.Seed is null;
        var sources = new ConfigurationSources
        {
            File = Path.Combine(AppContext.BaseDirectory, "cluster.conf"),
            Settings =
            [
                new("akka.loggers", $"[\"{typeof(OwnLog).AssemblyQualifiedName}\"]", "ClusterNode"),
                new("akka.stdout-loglevel", "OFF", "ClusterNode"),
                new("akka.coordinated-shutdown.run-by-clr-shutdown-hook", "off", "ClusterNode"), // it leaves by itself, and ends at once when it must
                .. beginsCluster ? [new ConfigurationSetting("akka.cluster.seed-nodes", "[]", "ClusterNode")] : Array.Empty<ConfigurationSetting>(),
            ],
        };
        sources = sources with { Environment = Variables(sources.Environment, said) };
        if (!ActorInferenceConfiguration.Load(sources).TryGet(out var configuration, out var failure)) return failure;
        if (!AkkaConfiguration.Of(configuration).TryGet(out var akka, out failure)) return failure;
        try
        {
            var system = ActorSystem.Create("actorinference", akka);
            if (beginsCluster) AkkaCluster.Get(system).Join(AkkaCluster.Get(system).SelfAddress);
            return system;
        }
        catch (Exception problem)
        {
            // Mostly an address that is not this machine's, or a port that is taken.
            return new Failure(ErrorKind.InvalidInput, $"cannot take part in a cluster: {problem.GetBaseException().Message.Replace(" See InnerException for details.", "", StringComparison.Ordinal)}");
        }
    }

    /// <summary>The address and port by which the others reach this process.</summary>
    public static string AddressOf(ActorSystem system) => AkkaCluster.Get(system).SelfAddress is var address ? $"{address.Host}:{address.Port}" : "";

    /// <summary>Leaves in good order: what is under way is finished, the others hear of it, and the actor system ends.</summary>
    public static Task LeaveAsync(ActorSystem system) => CoordinatedShutdown.Get(system).Run(CoordinatedShutdown.ClusterLeavingReason.Instance);

    private static Dictionary<string, string> Variables(IReadOnlyDictionary<string, string> environment, CommandLine said)
    {
        var variables = new Dictionary<string, string>(environment) { ["ROLE"] = said.IsNode ? ClusterNode.Role : ClusterFrontend.Role };
        if (said.Seed is not null) variables["SEED"] = said.Seed;
        if (said.Port is not null) variables["NODE_PORT"] = said.Port;
        if (!said.IsNode) variables["NODE_PORT"] = "0";
        return variables;
    }
}
