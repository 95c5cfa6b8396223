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

        for (var i = 0; i < inputs.Length; i++) _ = AnswerAsync(AskAsync(predictor, inputs[i], options, cancel, completion.HasBudget), indices[i], completion);
    }

    /// <summary>Asks a predictor that somebody else may have written: what it throws, which it has promised not to, is a failure.</summary>
    public static async Task<Outcome<Prediction>> AskAsync(IPredictor predictor, RunInput[] inputs, PredictionOptions options, CancellationToken cancel, bool hasBudget = false)
    {
        try
        {
            return await (hasBudget && predictor is IBudgetedPredictor own ? own.PredictAsync(inputs, options, cancel) : predictor.PredictAsync(inputs, options, cancel)).ConfigureAwait(false);
        }
        catch (Exception problem)
        {
            return Batching.Thrown.By("the predictor", problem);
        }
    }

    private static async Task AnswerAsync(Task<Outcome<Prediction>> answer, int index, ICompletion completion) => completion.Complete(index, await answer.ConfigureAwait(false));
}
