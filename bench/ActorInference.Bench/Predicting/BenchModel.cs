using ActorInference.OnnxRuntime;
using ActorInference.TestKit;

namespace ActorInference.Bench.Predicting;

/// <summary>A model that predictions are measured on.</summary>
/// <param name="Name">What commands and tables call it.</param>
/// <param name="File">Where it lies in the test data.</param>
/// <param name="Shape">The shape of its one input, float32.</param>
/// <param name="Items">Predictions in one measurement: they take from a tenth of a second to two, and are many for each core, so that it matters little who is last.</param>
internal sealed record BenchModel(string Name, string File, TensorShape Shape, int Items)
{
    public static IReadOnlyList<BenchModel> All { get; } =
    [
        new("mnist_8", "reference-sets/mnist_8/model.onnx", [1, 1, 28, 28], SmallModelBenchmarks.Items),
        new("cifar10", "models/classify/cifar10_ImageClassifier.onnx", [1, 3, 32, 32], SmallModelBenchmarks.Items),
        new("AnimeGANv3_tiny_Cute", "models/image/AnimeGANv3_tiny_Cute.onnx", [1, 384, 512, 3], LargeModelBenchmarks.Items),
        new("yolox_nano", "models/detect/yolox_nano_kazuhito.onnx", [1, 3, 416, 416], MediumModelBenchmarks.Items),
    ];

    public ModelSource Source => ModelSource.File(TestData.Path(File));

    /// <summary>The model on the processor. The caller owns it.</summary>
    public ISession Open(SessionOptions options) => new OnnxRuntimeSessionFactory().Open(Source, options).Value;

    /// <summary>Random numbers from 0 to 1, always the same. The caller owns the tensor.</summary>
    public Tensor MakeInput()
    {
        var input = Tensor.Allocate(ElementType.Float32, Shape);
        var random = new Random(1);
        foreach (ref var value in input.Span<float>()) value = random.NextSingle();
        return input;
    }
}
