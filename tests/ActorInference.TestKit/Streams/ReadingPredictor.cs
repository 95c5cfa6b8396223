using System.Collections.Concurrent;

namespace ActorInference.TestKit.Streams;

/// <summary>A predictor that answers when it is told to end, and reads its inputs until the test lets them go: as one whose run has not returned yet.</summary>
public sealed class ReadingPredictor : IPredictor
{
    private readonly ConcurrentQueue<Tensor> _inputs = new();

    public string Model => "reading";

    public ModelSignature Signature => FakeModel.Default.Signature;

    public IReadOnlyList<string> Outputs => ["y"];

    public int Capacity => 2;

    /// <summary>How many requests it has.</summary>
    public int Count => _inputs.Count;

    public async Task<Outcome<Prediction>> PredictAsync(RunInput[] inputs, CancellationToken cancel)
    {
        _inputs.Enqueue((Tensor)inputs[0].Value);
        await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancel).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return new Failure(ErrorKind.Cancelled, "told to end.");
    }

    public Task<Outcome<Prediction>> PredictAsync(ReadOnlySpan<RunInput> inputs, PredictionOptions? options = null, CancellationToken cancel = default) => PredictAsync(inputs.ToArray(), cancel);

    /// <summary>Reads the first element of each input, and lets it go.</summary>
    public float[] ReadAll() => [.. _inputs.Select(input =>
    {
        using (input) return input.Span<float>()[0];
    })];
}
