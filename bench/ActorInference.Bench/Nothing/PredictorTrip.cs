namespace ActorInference.Bench.Nothing;

/// <summary>The predictor over sessions that do nothing.</summary>
internal sealed class PredictorTrip(NoopSessionFactory factory, int lanes) : IRoundTrip
{
    private readonly Predictor _predictor = Predictor.Open(factory, ModelSource.Memory(default, "nothing"), new() { Lanes = lanes }).Value;

    public void Predict() => _predictor.Predict(factory.MakeInput()).Value.Dispose();

    public async Task PredictAsync() => (await _predictor.PredictAsync(factory.MakeInput())).Value.Dispose();

    public void Dispose() => _predictor.Dispose();
}
