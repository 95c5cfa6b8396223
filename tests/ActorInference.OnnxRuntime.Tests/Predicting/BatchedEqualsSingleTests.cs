using Xunit.Abstractions;

namespace ActorInference.OnnxRuntime.Tests.Predicting;

/// <summary>A batch gives what single runs give, within the model's own noise: how far its results move between all optimisations and none.</summary>
public sealed class BatchedEqualsSingleTests(ITestOutputHelper output)
{
    private const int Count = 5;

    // Of the largest result: what another order of summing changes in float32, where the optimiser happens to change nothing.
    private const double Rounding = 1e-6;

    private static readonly PredictorOptions OneLane = new() { Lanes = 1, ThreadsPerLane = 1 };

    // Waits until all are there, so that they are one batch.
    private static readonly PredictorOptions OneBatch = OneLane with { Batch = new() { MaxSize = Count, Within = TimeSpan.FromMinutes(1) } };

    /// <summary>Every model of the test data whose batch dimension is free, with the size of one item and the numbers it takes.</summary>
    public static TheoryData<string, long[], float> Batched => new()
    {
        { "models/classify/cifar10_ImageClassifier.onnx", [3, 32, 32], 1 },
        { "models/image/fst_model.onnx", [3, 64, 96], 255 },
        { "models/tensor/lgbm_classifier/model.onnx", [13], 10 },
        { "models/tensor/triton_simple/model.onnx", [16], 1000 },
        { "models/tensor/triton_simple_int8/model.onnx", [16], 60 },
        { "reference-sets/super_resolution_10/model.onnx", [1, 224, 224], 1 },
    };

    /// <summary>Every other model of the test data, and why its requests run singly.</summary>
    public static TheoryData<string, string> Single => new()
    {
        { "models/classify/SqueezeNet_fp16.onnx", "the batch dimension is fixed at 1" },
        { "models/detect/yolox_nano_kazuhito.onnx", "the batch dimension is fixed at 1" },
        { "models/image/AnimeGANv3_tiny_Cute.onnx", "the batch dimension is fixed at 1" },
        { "models/image/pairlie_HxW.onnx", "the batch dimension is fixed at 1" },
        { "models/image/sci_240x320.onnx", "the batch dimension is fixed at 1" },
        { "models/segment/deeplab_v3_1_default_1.onnx", "the batch dimension is fixed at 1" },
        { "models/tensor/silero_vad.onnx", "input 'state' (float32 [2,?,128]) does not have the batch dimension of 'input'" },
        { "models/tensor/triton_simple_string/model.onnx", "input 'INPUT0' (string [?,16]) has no batch dimension" },
        { "reference-sets/mnist_8/model.onnx", "the batch dimension is fixed at 1" },
    };

    [DataTheory]
    [MemberData(nameof(Batched))]
    public void Batch_of_a_real_model_gives_what_single_runs_give(string model, long[] item, float largest) =>
        AssertEqual(ModelSource.File(TestData.Path(model)), item, largest);

    [Fact]
    public void Batch_of_the_bundled_model_gives_what_single_runs_give() =>
        AssertEqual(ModelSource.File(Path.Combine(TestData.Repository, "models", "cartoon", "cartoon.onnx")), [3, 48, 64], 1);

    [DataTheory]
    [MemberData(nameof(Single))]
    public void Model_without_a_free_batch_dimension_says_why_its_requests_run_singly(string model, string why)
    {
        using var session = Opened.Factory.Open(ModelSource.File(TestData.Path(model)), new() { Optimization = GraphOptimization.Off }).Value;
        Assert.Equal(why, BatchLayout.Of(session.Signature).WhyNoBatches);
    }

    [DataFact]
    public void Every_model_of_the_test_data_is_listed_here()
    {
        var listed = Batched.Select(row => (string)row[0]).Concat(Single.Select(row => (string)row[0])).Order(StringComparer.Ordinal);
        var there = new[] { "models", "reference-sets" }.SelectMany(folder => Directory.GetFiles(TestData.Path(folder), "*.onnx", SearchOption.AllDirectories))
            .Select(file => Path.GetRelativePath(TestData.Root, file).Replace('\\', '/')).Order(StringComparer.Ordinal);
        Assert.Equal(there, listed);
    }

    [Fact]
    public void Model_that_scales_a_batch_as_a_whole_differs_in_one_and_not_when_its_manifest_turns_batching_off()
    {
        // Dynamic quantisation, as int8 models have it: one scale for all of the input, so that a large neighbour costs a small one its digits.
        var model = new TestModel().Input("x", "float32 [N,64]").Output("y", "float32 [N,64]")
            .Node("DynamicQuantizeLinear", ["x"], ["q", "scale", "zero"]).Node("DequantizeLinear", ["q", "scale", "zero"], ["y"]).Source;
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("model.conf"), "batching = off\n");
        var manifest = ModelManifest.Find(folder.File("model.onnx")).Value!;

        var singles = Predict(model, OneLane, [64], [1, 1000]);
        var together = Predict(model, OneLane with { Batch = new() { MaxSize = 2, Within = TimeSpan.FromMinutes(1) } }, [64], [1, 1000]);
        var apart = Predict(model, OneLane with { Batch = new() { MaxSize = 2, Within = TimeSpan.FromMinutes(1) }, Batching = manifest.Batching }, [64], [1, 1000]);
        Assert.True(Distance(singles[0], together[0]).Largest > 0.1);
        Assert.Equal(singles[0], apart[0]);
        Assert.Equal(singles[1], apart[1]);
    }

    private void AssertEqual(ModelSource model, long[] item, float largest)
    {
        var scales = Enumerable.Repeat(largest, Count).ToArray();
        var singles = Predict(model, OneLane, item, scales);
        var plain = Predict(model, OneLane with { Session = new() { Optimization = GraphOptimization.Off } }, item, scales);
        var batch = Predict(model, OneBatch, item, scales);
        var (noise, difference, size) = (0.0, 0.0, 0.0);
        for (var i = 0; i < Count; i++)
        {
            noise = Math.Max(noise, Distance(singles[i], plain[i]).Largest);
            (difference, size) = (Math.Max(difference, Distance(singles[i], batch[i]).Largest), Math.Max(size, Distance(singles[i], batch[i]).Size));
        }

        output.WriteLine($"{model.Name}: a batch differs by {difference:G3} of {size:G3}; optimising differs by {noise:G3}");
        Assert.True(difference <= Math.Max(noise, Rounding * size), $"{difference:G3} of {size:G3}, where optimising makes {noise:G3}");
    }

    // All numbers of all outputs, for each item; one item for each scale.
    private static double[][] Predict(ModelSource model, PredictorOptions options, long[] item, float[] scales)
    {
        using var predictor = Predictor.Open(Opened.Factory, model, options).Value;
        var random = new Random(1);
        var requests = scales.Select(scale => predictor.Signature.Inputs.Select(input => new RunInput(input.Name, Random(input, item, scale, random))).ToArray()).ToArray();
        var outcomes = predictor.PredictBatch(requests);
        var isBatch = options.Batching && options.Batch.MaxSize > 1;
        return [.. outcomes.Select(outcome =>
        {
            using var prediction = outcome.Value;
            Assert.Equal(isBatch ? scales.Length : 1, prediction.Timing.BatchRows);
            return Enumerable.Range(0, prediction.Names.Count).SelectMany(i => Numbers((Tensor)prediction[i]!)).ToArray();
        })];
    }

    private static Tensor Random(ValueSpec input, long[] item, float scale, Random random)
    {
        var type = ((TensorType)input.Type).ElementType;
        var tensor = Tensor.Allocate(type, [1, .. item]);
        for (var i = 0; i < tensor.Shape.ElementCount; i++)
        {
            var number = random.NextSingle() * scale;
            if (type == ElementType.Float32) tensor.Span<float>()[i] = number;
            else if (type == ElementType.Int32) tensor.Span<int>()[i] = (int)number;
            else tensor.Span<sbyte>()[i] = (sbyte)number;
        }

        return tensor;
    }

    private static double[] Numbers(Tensor tensor) => tensor.ElementType switch
    {
        ElementType.Float32 => [.. tensor.Span<float>().ToArray().Select(number => (double)number)],
        ElementType.Int64 => [.. tensor.Span<long>().ToArray().Select(number => (double)number)],
        ElementType.Int32 => [.. tensor.Span<int>().ToArray().Select(number => (double)number)],
        _ => [.. tensor.Span<sbyte>().ToArray().Select(number => (double)number)],
    };

    private static (double Largest, double Size) Distance(double[] one, double[] other)
    {
        Assert.Equal(one.Length, other.Length);
        return (one.Zip(other, (a, b) => Math.Abs(a - b)).Max(), one.Max(Math.Abs));
    }
}
