namespace ActorInference.TestKit.Schedules;

/// <summary>The predictor of the embedded engine.</summary>
public sealed class EmbeddedSubject(Predictor predictor) : IScheduleSubject
{
    public bool Changes => true;

    /// <summary>Opens one for a schedule.</summary>
    public static IScheduleSubject Open(Schedule schedule, ScheduleWorld world) =>
        new EmbeddedSubject(Predictor.Open(world.Sessions, ModelSource.Memory(default, "good"), schedule.Options.ToPredictorOptions(), world.Time).Value);

    public PredictorSnapshot Snapshot() => predictor.Snapshot();

    public Task<Outcome<Prediction>> PredictAsync(Tensor input, PredictionOptions options, CancellationToken cancel) => predictor.PredictAsync(input, options, cancel);

    public Outcome<Prediction> Predict(Tensor input, PredictionOptions options, CancellationToken cancel) => predictor.Predict(input, options, cancel);

    public void PredictBatch(Tensor[] inputs, PredictionOptions options, Action<int, Outcome<Prediction>> answer, CancellationToken cancel)
    {
        var outcomes = predictor.PredictBatch(inputs, options, cancel);
        for (var i = 0; i < outcomes.Length; i++) answer(i, outcomes[i]);
    }

    public Task<Failure?> SwapAsync(ModelSource model) => predictor.SwapAsync(model);

    public Failure? ChangeLanes(DeviceId device, int lanes) => predictor.ChangeLanes(device, lanes);

    public Task ShutdownAsync() => predictor.ShutdownAsync();

    public ValueTask DisposeAsync() => predictor.DisposeAsync();
}
