using BenchmarkDotNet.Attributes;

namespace ActorInference.Bench.Predicting;

/// <summary>
/// Every <see cref="PredictVariant"/> on every model, one prediction as the operation. BenchmarkDotNet measures one variant after another, so
/// allocations and times are to be read here, ratios in the table of <see cref="PredictCommand"/>.
/// </summary>
[Config(typeof(InProcess))]
public abstract class PredictBenchmarks(int items)
{
    private IPredictLoop? _loop;

    /// <summary>The model's name.</summary>
    [ParamsSource(nameof(Models), Priority = -1)]
    public string Model { get; set; } = "";

    /// <summary>The variant's name.</summary>
    [ParamsSource(nameof(Variants))]
    public string Variant { get; set; } = "";

    // How many predictions an invocation makes is an attribute's argument, so a constant of each class, and decides which models it measures.
    public IEnumerable<string> Models => BenchModel.All.Where(model => model.Items == items).Select(model => model.Name);

    public static IEnumerable<string> Variants => PredictVariant.All.Select(variant => variant.Name);

    [GlobalSetup]
    public void Open() => _loop = PredictVariant.All.Single(variant => variant.Name == Variant).Open(BenchModel.All.Single(model => model.Name == Model));

    [GlobalCleanup]
    public void Close() => _loop?.Dispose();

    private protected void PredictAll() => _loop!.Predict(items);
}

/// <summary>Models of less than a millisecond.</summary>
public class SmallModelBenchmarks() : PredictBenchmarks(Items)
{
    internal const int Items = 4000;

    [Benchmark(OperationsPerInvoke = Items)]
    public void Predict() => PredictAll();
}

/// <summary>Models of about 10 ms.</summary>
public class MediumModelBenchmarks() : PredictBenchmarks(Items)
{
    internal const int Items = 64;

    [Benchmark(OperationsPerInvoke = Items)]
    public void Predict() => PredictAll();
}

/// <summary>Models of about 100 ms.</summary>
public class LargeModelBenchmarks() : PredictBenchmarks(Items)
{
    internal const int Items = 16;

    [Benchmark(OperationsPerInvoke = Items)]
    public void Predict() => PredictAll();
}
