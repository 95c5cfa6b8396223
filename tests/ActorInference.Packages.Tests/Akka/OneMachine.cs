using ActorInference;
using ActorInference.Akka;
using ActorInference.OnnxRuntime;
using Akka.Actor;
using Failure = ActorInference.Failure; // Akka.Actor has one too

// Lanes and a stream on an actor system: dotnet run MODEL.onnx, such as models/cartoon/cartoon.onnx, which takes pictures: float32 [N,3,H,W].
var system = ActorSystem.Create("cartoons");
var failure = await CartoonsAsync(args[0]);
await system.Terminate();
if (failure is not null) Console.Error.WriteLine(failure.Message);
return failure is null ? 0 : 1;

async Task<Failure?> CartoonsAsync(string model)
{
    var opened = await AkkaPredictor.OpenAsync(system, new OnnxRuntimeSessionFactory(), ModelSource.File(model), name: "cartoon");
    if (!opened.TryGet(out var predictor, out var problem)) return problem;
    await using (predictor)
    {
        var pipeline = Pipeline.Of<float>().Preprocess<Tensor>(Grey).Predict(predictor, picture => picture).Postprocess<string>(predicted =>
        {
            using (predicted) return $"{predicted.Tensor}";
        });
        await foreach (var outcome in pipeline.RunAsync([0.2f, 0.5f, 0.8f], engine: new AkkaEngine(system)))
        {
            if (!outcome.TryGet(out var text, out problem)) return problem;
            Console.WriteLine($"{outcome.Item}: {text}");
        }
    }

    return null;
}

static Outcome<Tensor> Grey(float tone)
{
    var picture = Tensor.Allocate(ElementType.Float32, [1, 3, 64, 64]);
    picture.Span<float>().Fill(tone);
    return picture;
}
