using Akka.Actor;
using Akka.Streams;
using Akka.Streams.Dsl;

namespace ActorInference.Akka.Tests;

/// <summary>A pipeline on the nodes of a <see cref="TestCluster"/>, the streams that go through it and their results.</summary>
internal static class AffineStreams
{
    public const string Name = "affine";

    public static async Task<TestCluster> Start(int nodes, ClusterPipelineOptions? options = null)
    {
        var cluster = await TestCluster.Start(nodes);
        foreach (var node in cluster.Nodes) Serve(node, options);
        return cluster;
    }

    // y = 2x + 1, but for items whose number ends so.
    public static IActorRef Serve(TestCluster.Node node, ClusterPipelineOptions? options = null) => ClusterPipeline.Start(
        node.System,
        Name,
        Pipeline.Of<Tensor>(new() { Parallelism = 4 })
            .Map<Tensor>("seven", tensor => tensor.Span<float>()[0] % 50 == 7 && tensor.Shape[1] > 1 ? Fail(tensor) : tensor)
            .Predict(node.Predictor, tensor => [new("x", tensor)])
            .Postprocess(predicted =>
            {
                using (predicted) return (Outcome<Tensor>)predicted.Tensor.Share();
            }),
        options);

    public static Flow<Tensor, Outcome<Tensor>, UniqueKillSwitch> Flow(TestCluster cluster, ClusterPipelineOptions? options = null) => ClusterPipeline.Flow<Tensor, Tensor>(cluster.FrontendSystem, Name, options);

    public static Source<Tensor, global::Akka.NotUsed> Range(int from, int count) => Source.From(Enumerable.Range(from, count)).Select(i => Number(i));

    public static Tensor Number(float number) => Tensor.From([number], [1, 1]);

    public static IEnumerable<string> Results(int from, int count) => Enumerable.Range(from, count).Select(i => $"{(2 * i) + 1} of 1");

    public static string Read(Outcome<Tensor> outcome)
    {
        if (!outcome.TryGet(out var tensor, out var failure)) return $"{failure}";
        using (tensor) return $"{tensor.Span<float>()[0]} of {tensor.Shape[1]}";
    }

    public static Task Ended(TestCluster.Node node) =>
        Until.True(async () => (await node.System.ActorSelection($"/user/pipeline-{Name}").Ask<PipelineSnapshot>(DescribePipeline.Instance, Until.Limit)).Streams == 0, "no stream at the node");

    private static Outcome<Tensor> Fail(Tensor tensor)
    {
        tensor.Dispose();
        return new Failure(ErrorKind.InvalidInput, "seven");
    }
}
