namespace ActorInference.Akka.Tests;

/// <summary>Another predictor, made slower: each request is kept for a while before it is run. Counts what it was asked for.</summary>
internal sealed class SlowedPredictor(IPredictor inner, TimeSpan delay) : IPredictor
{
    private int _asked;

    public int Asked => _asked;

    public string Model => inner.Model;

    public ModelSignature Signature => inner.Signature;

    public IReadOnlyList<string> Outputs => inner.Outputs;

    public int Capacity => inner.Capacity;

    public Task<Outcome<Prediction>> PredictAsync(ReadOnlySpan<RunInput> inputs, PredictionOptions? options = null, CancellationToken cancel = default)
    {
        Interlocked.Increment(ref _asked);
        return PredictAsync(inputs.ToArray(), options, cancel);
    }

    private async Task<Outcome<Prediction>> PredictAsync(RunInput[] inputs, PredictionOptions? options, CancellationToken cancel)
    {
        // Cancelled meanwhile: the predictor itself says so.
        await Task.Delay(delay, TimeProvider.System, cancel).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return await inner.PredictAsync(inputs, options, cancel);
    }
}
