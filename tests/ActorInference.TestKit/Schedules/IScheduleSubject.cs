namespace ActorInference.TestKit.Schedules;

/// <summary>What a schedule is carried out on: a predictor of one engine or the other.</summary>
public interface IScheduleSubject : IAsyncDisposable
{
    /// <summary>Whether models are swapped and lanes changed while it serves; if not, schedules leave those steps out.</summary>
    bool Changes { get; }

    /// <summary>The predictor at this moment, also after its end.</summary>
    PredictorSnapshot Snapshot();

    /// <summary>One request, asynchronously.</summary>
    Task<Outcome<Prediction>> PredictAsync(Tensor input, PredictionOptions options, CancellationToken cancel);

    /// <summary>One request; blocks.</summary>
    Outcome<Prediction> Predict(Tensor input, PredictionOptions options, CancellationToken cancel);

    /// <summary>Several requests; blocks until all are answered, each by its index, all at the end or one by one.</summary>
    void PredictBatch(Tensor[] inputs, PredictionOptions options, Action<int, Outcome<Prediction>> answer, CancellationToken cancel);

    /// <summary>Swaps the model; only where it <see cref="Changes"/>.</summary>
    Task<Failure?> SwapAsync(ModelSource model);

    /// <summary>Changes the number of lanes; only where it <see cref="Changes"/>.</summary>
    Failure? ChangeLanes(DeviceId device, int lanes);

    /// <summary>Shuts down in good order.</summary>
    Task ShutdownAsync();
}
