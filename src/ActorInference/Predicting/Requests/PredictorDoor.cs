namespace ActorInference.Predicting;

/// <summary>Hands several requests to any predictor.</summary>
internal static class PredictorDoor
{
    /// <summary>Each is answered under its own index, by any thread.</summary>
    public static void HandIn(
        IPredictor predictor, ReadOnlySpan<RunInput[]> inputs, ReadOnlySpan<int> indices, PredictionOptions options, ICompletion completion, CancellationToken cancel)
    {
        if (predictor is Predictor own)
        {
            own.HandIn(inputs, indices, options, completion, cancel);
            return;
        }

        for (var i = 0; i < inputs.Length; i++) _ = AnswerAsync(predictor.PredictAsync(inputs[i], options, cancel), indices[i], completion);
    }

    private static async Task AnswerAsync(Task<Outcome<Prediction>> answer, int index, ICompletion completion)
    {
        Outcome<Prediction> outcome;
        try
        {
            outcome = await answer.ConfigureAwait(false);
        }
        catch (Exception problem)
        {
            outcome = Batching.Thrown.By("the predictor", problem); // it has promised not to
        }

        completion.Complete(index, outcome);
    }
}
