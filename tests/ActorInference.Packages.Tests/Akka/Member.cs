using ActorInference;
using ActorInference.Akka;
using ActorInference.Configuration;
using ActorInference.OnnxRuntime;
using Akka.Actor;
using Akka.Cluster;

// A member of a cluster, which does what its roles say: dotnet run MODEL.onnx [CONFIGURATION]
var file = args.Length > 1 ? args[1] : Path.Combine(AppContext.BaseDirectory, "config", "cluster.conf");
var configuration = ActorInferenceConfiguration.Load(file).Value;
var system = ActorSystem.Create("actorinference", AkkaConfiguration.Of(configuration).Value);
var roles = Cluster.Get(system).SelfRoles;

var predictor = roles.Contains(ClusterNode.Role) ? Predictor.Open(new OnnxRuntimeSessionFactory(), ModelSource.File(args[0])).Value : null;
if (predictor is not null) ClusterNode.Start(system, "cartoon", predictor);
if (roles.Contains(ClusterFrontend.Role))
{
    var frontend = ClusterFrontend.Start(system, "cartoon");
    await using (var cartoons = (await AkkaPredictor.ConnectAsync(system, frontend)).Value)
    {
        var picture = Tensor.Allocate(ElementType.Float32, [1, 3, 64, 64]);
        picture.Span<float>().Fill(0.5f);
        using var prediction = (await cartoons.PredictAsync(picture)).Value;
        Console.WriteLine(prediction.Tensor);
    }

    await CoordinatedShutdown.Get(system).Run(CoordinatedShutdown.ClusterLeavingReason.Instance);
}

await system.WhenTerminated; // a node's end is Ctrl-C or SIGTERM, on which it finishes what it has, or being taken out by the others
if (predictor is not null) await predictor.DisposeAsync();
