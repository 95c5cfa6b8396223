namespace ActorInference.Bench.Predicting;

/// <summary>One way to make many predictions with one model.</summary>
internal interface IPredictLoop : IDisposable
{
    /// <summary>Makes <paramref name="items"/> predictions and disposes what they give; returns when all are done.</summary>
    void Predict(int items);
}
