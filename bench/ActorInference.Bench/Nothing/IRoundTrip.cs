namespace ActorInference.Bench.Nothing;

/// <summary>One way to have a prediction made by another thread. Thread-safe.</summary>
internal interface IRoundTrip : IDisposable
{
    /// <summary>Makes one prediction and disposes what it gives; the caller waits.</summary>
    void Predict();

    /// <summary>The same, awaited.</summary>
    Task PredictAsync();
}
