namespace ActorInference.Tests.Predicting;

/// <summary>Every door of a predictor, for tests of what holds at each of them.</summary>
public static class Doorway
{
    // Bounds a hang and measures nothing.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public static TheoryData<string> All => ["Predict", "Predict by name", "PredictBatch", "PredictBatch by name", "PredictAsync", "PredictAsync by name"];

    /// <summary>One request with one input through the door of that name.</summary>
    public static async Task<Outcome<Prediction>> Through(string door, Predictor predictor, Tensor input, PredictionOptions? options = null)
    {
        RunInput[] named = [new(predictor.Signature.Inputs[0].Name, input)];
        return door switch
        {
            "Predict" => predictor.Predict(input, options),
            "Predict by name" => predictor.Predict(named, options),
            "PredictBatch" => Assert.Single(predictor.PredictBatch([input], options)),
            "PredictBatch by name" => Assert.Single(predictor.PredictBatch([named], options)),
            "PredictAsync" => await predictor.PredictAsync(input, options).WaitAsync(Patience),
            _ => await predictor.PredictAsync(named, options).WaitAsync(Patience),
        };
    }
}
