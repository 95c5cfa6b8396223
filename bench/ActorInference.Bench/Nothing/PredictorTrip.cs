namespace ActorInference.Bench.Nothing;

/// <summary>Predictions by a predictor, which it owns; how one is asked for is said by whoever measures, so that nothing is in the way of the door in question.</summary>
internal sealed class PredictorTrip(Predictor predictor, Func<Predictor, Outcome<Prediction>> predict, Func<Predictor, Task<Outcome<Prediction>>> predictAsync) : IRoundTrip
{
    /// <summary>The predictor over sessions that do nothing.</summary>
    public static PredictorTrip OverNothing(NoopSessionFactory factory, int lanes) =>
        new(Predictor.Open(factory, ModelSource.Memory(default, "nothing"), new() { Lanes = lanes }).Value, predictor => predictor.Predict(factory.MakeInput()), predictor => predictor.PredictAsync(factory.MakeInput()));

    public void Predict() => predict(predictor).Value.Dispose();

    public async Task PredictAsync() => (await predictAsync(predictor)).Value.Dispose();

    public void Dispose() => predictor.Dispose();
}
