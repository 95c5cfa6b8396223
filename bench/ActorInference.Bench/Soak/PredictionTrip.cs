using ActorInference.Bench.Nothing;

namespace ActorInference.Bench.Soak;

/// <summary>Predictions of a real model on zeros, whose free dimensions are 1.</summary>
internal sealed class PredictionTrip(Predictor predictor) : IRoundTrip
{
    public void Predict() => predictor.Predict(Zeros.For(predictor.Signature)).Value.Dispose();

    public async Task PredictAsync() => (await predictor.PredictAsync(Zeros.For(predictor.Signature))).Value.Dispose();

    public void Dispose() => predictor.Dispose();
}
