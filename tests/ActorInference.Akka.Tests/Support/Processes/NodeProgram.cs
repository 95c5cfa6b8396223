using System.Globalization;
using ActorInference.OnnxRuntime;
using Akka.Actor;
using AkkaCluster = Akka.Cluster.Cluster;

namespace ActorInference.Akka.Tests;

/// <summary>
/// An inference node that runs <see cref="NegativeModel"/> by ONNX Runtime, for frontends and for streams. Arguments: the address it is reached by, the port it is reached by (0: the one it listens on), the port
/// it listens on (0: any), the address of the cluster, how many milliseconds each picture takes besides, and settings, such as <c>akka.loglevel=INFO</c>. It says <see cref="Ready"/> when it is a member, and leaves in good order when it is
/// told <see cref="Leave"/> or when whoever started it is gone. When it ends it says how many pictures it was asked for.
/// </summary>
internal static class NodeProgram
{
    public const string Ready = "ready";
    public const string Leave = "leave";

    public static async Task RunAsync(string[] arguments)
    {
        var (host, publicPort, port, seed, delay) = (arguments[0], arguments[1], arguments[2], arguments[3], double.Parse(arguments[4], CultureInfo.InvariantCulture));
        var system = ActorSystem.Create(ClusterSystem.Name, ClusterSystem.Configuration(
            ClusterNode.Role,
            int.Parse(port, CultureInfo.InvariantCulture),
            [
                ("akka.remote.dot-netty.tcp.hostname", host),
                ("akka.remote.dot-netty.tcp.public-port", publicPort),
                .. TestProgram.Settings(arguments[5..]),
            ]));
        await using var model = Predictor.Open(new OnnxRuntimeSessionFactory(), NegativeModel.Source, new() { Lanes = 2, ThreadsPerLane = 1 }).Value;
        var predictor = new SlowedPredictor(model, TimeSpan.FromMilliseconds(delay));
        ClusterNode.Start(system, TestCluster.Model, predictor);
        ClusterPipeline.Start(system, TestCluster.Model, PicturePipeline.Describe(predictor));
        var cluster = AkkaCluster.Get(system);
        cluster.RegisterOnMemberUp(() => Console.WriteLine(Ready));
        cluster.Join(Address.Parse($"akka.tcp://{ClusterSystem.Name}@{seed}"));

        var told = Task.Run(Console.ReadLine);
        if (await Task.WhenAny(told, system.WhenTerminated) == told) await CoordinatedShutdown.Get(system).Run(CoordinatedShutdown.ClusterLeavingReason.Instance);
        await system.WhenTerminated;
        Console.WriteLine(predictor.Asked);
    }
}
