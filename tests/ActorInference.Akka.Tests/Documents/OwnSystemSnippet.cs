using Akka.Actor;
using Akka.Configuration;

namespace ActorInference.Akka.Tests.Documents;

/// <summary>The code of docs/cluster.md for an actor system that is there already.</summary>
internal static class OwnSystemSnippet
{
    public static async Task<(ActorSystem System, float[] Result)> Run(string hocon, IPredictor predictor)
    {
        var config = ConfigurationFactory.ParseString(hocon).WithFallback(AkkaConfiguration.Reference);
        var system = ActorSystem.Create("shop", config);

        // Where the role is inference:
        ClusterNode.Start(system, "double", predictor);

        // Anywhere in the cluster:
        var frontend = ClusterFrontend.Start(system, "double");
        await using var doubles = (await AkkaPredictor.ConnectAsync(system, frontend)).Value;
        using var prediction = (await doubles.PredictAsync(Tensor.From([1f, 2f, 3f, 4f], [1, 4]))).Value;
        return (system, prediction.Tensor.Span<float>().ToArray());
    }
}
