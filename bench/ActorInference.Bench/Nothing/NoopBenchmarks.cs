using BenchmarkDotNet.Attributes;

namespace ActorInference.Bench.Nothing;

/// <summary>Every <see cref="RoundTripVariant"/>, one prediction as the operation: what it allocates is to be read here, ratios in the table of <see cref="NoopCommand"/>.</summary>
[Config(typeof(InProcess))]
public class NoopBenchmarks
{
    internal const int OneCallersPredictions = 20_000, ManyCallers = 64, ManyCallersPredictions = 256_000;

    private IRoundTrip? _trip;

    /// <summary>The variant's name.</summary>
    [ParamsSource(nameof(Variants))]
    public string Variant { get; set; } = "";

    public static IEnumerable<string> Variants => RoundTripVariant.All.Select(variant => variant.Name);

    [GlobalSetup]
    public void Open() => _trip = RoundTripVariant.All.Single(variant => variant.Name == Variant).Open();

    [GlobalCleanup]
    public void Close() => _trip?.Dispose();

    [Benchmark(OperationsPerInvoke = OneCallersPredictions)]
    public void OneCaller()
    {
        for (var i = 0; i < OneCallersPredictions; i++) _trip!.Predict();
    }

    [Benchmark(OperationsPerInvoke = ManyCallersPredictions)]
    public void Callers64() => Callers.PredictAsync(_trip!, ManyCallers, ManyCallersPredictions);
}
