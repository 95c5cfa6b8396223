using ActorInference.Configuration;
using Akka.Actor;

namespace ActorInference.Akka.Tests.Documents;

/// <summary>The code of docs/cluster.md.</summary>
internal static class ClusterSnippet
{
    public static async Task<(ActorSystem System, float[] Result)> Run(string file, IPredictor predictor)
    {
        var configuration = ActorInferenceConfiguration.Load(file).Value;
        var system = ActorSystem.Create("actorinference", AkkaConfiguration.Of(configuration).Value);

        // On an inference node:
        ClusterNode.Start(system, "cartoon", predictor);

        // On a frontend:
        var frontend = ClusterFrontend.Start(system, "cartoon");
        await using var cartoons = (await AkkaPredictor.ConnectAsync(system, frontend)).Value;
        using var prediction = (await cartoons.PredictAsync(Tensor.From([1f, 2f, 3f, 4f], [1, 4]))).Value;
        return (system, prediction.Tensor.Span<float>().ToArray());
    }
}
