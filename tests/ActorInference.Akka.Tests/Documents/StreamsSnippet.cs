using Akka.Actor;
using Akka.Streams;
using Akka.Streams.Dsl;

namespace ActorInference.Akka.Tests.Documents;

/// <summary>The code of docs/akka.md on streams.</summary>
internal static class StreamsSnippet
{
    public static async Task<int> Run(ActorSystem system, Pipeline<int, float> pipeline, IEnumerable<int> source, KillSwitch killSwitch)
    {
        var seen = 0;
        var engine = new AkkaEngine(system);
        await foreach (var outcome in pipeline.RunAsync(source, killSwitch, engine)) seen += outcome.Succeeded ? 1 : 0;
        return seen;
    }

    public static async Task<(IReadOnlyList<Outcome<float>> Pipeline, IReadOnlyList<Outcome<float>> Steps)> Flows(ActorSystem system, Pipeline<int, float> pipeline, IPredictor predictor, IEnumerable<int> numbers)
    {
        var flow = pipeline.AsFlow(); // Flow<int, Outcome<float>, UniqueKillSwitch>
        var steps = Flow.Create<int>()
            .Via(InferenceFlow.Preprocess<int, Tensor>(number => Tensor.From([number, 0f, 0f, 0f], [1, 4])))
            .Via(InferenceFlow.PredictBatched<Tensor>(predictor, tensor => [new("x", tensor)], max: 8))
            .Via(InferenceFlow.Postprocess<Predicted<Tensor>, float>(predicted =>
            {
                using (predicted) return predicted.Tensor.Span<float>()[0];
            }));
        var (killSwitch, outcomes) = Source.From(numbers).ViaMaterialized(flow, Keep.Right).ToMaterialized(Sink.Seq<Outcome<float>>(), Keep.Both).Run(system.Materializer());

        var all = await outcomes;
        killSwitch.Shutdown();
        return (all, await Source.From(numbers).Via(steps).RunWith(Sink.Seq<Outcome<float>>(), system.Materializer()));
    }
}
