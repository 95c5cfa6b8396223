namespace ActorInference.Predicting;

/// <summary>A predictor whose queue leaves the bytes of its predictions to another budget, where there is one (see <see cref="ICompletion.HasBudget"/>).</summary>
internal interface IBudgetedPredictor
{
    /// <summary>The same as <see cref="IPredictor.PredictAsync"/>, of a prediction that needs no room here once its request has ended.</summary>
    Task<Outcome<Prediction>> PredictAsync(RunInput[] inputs, PredictionOptions options, CancellationToken cancel);
}
