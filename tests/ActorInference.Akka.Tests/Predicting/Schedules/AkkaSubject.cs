using ActorInference.TestKit.Schedules;
using Akka.Actor;

namespace ActorInference.Akka.Tests.Predicting.Schedules;

/// <summary>
/// The predictor of the akka engine. It neither swaps models nor changes lanes, so schedules leave that out. Its one door is the asynchronous one: a blocking call waits for that, and a call for several
/// hands them in together and answers each when it is there.
/// </summary>
internal sealed class AkkaSubject(AkkaPredictor predictor) : IScheduleSubject
{
    private static int _count;

    public bool Changes => false;

    /// <summary>Opens them in a system, each by a name of its own.</summary>
    public static Func<Schedule, ScheduleWorld, IScheduleSubject> In(ActorSystem system) => (schedule, world) => new AkkaSubject(AkkaPredictor.OpenAsync(
        system, world.Sessions, ModelSource.Memory(default, "good"), schedule.Options.ToPredictorOptions(), $"schedule-{Interlocked.Increment(ref _count)}", world.Time).GetAwaiter().GetResult().Value);

    public PredictorSnapshot Snapshot() => predictor.SnapshotAsync().GetAwaiter().GetResult().Value;

    public Task<Outcome<Prediction>> PredictAsync(Tensor input, PredictionOptions options, CancellationToken cancel) => predictor.PredictAsync(input, options, cancel);

    public Outcome<Prediction> Predict(Tensor input, PredictionOptions options, CancellationToken cancel) => predictor.PredictAsync(input, options, cancel).GetAwaiter().GetResult();

    public void PredictBatch(Tensor[] inputs, PredictionOptions options, Action<int, Outcome<Prediction>> answer, CancellationToken cancel)
    {
        async Task AnswerAsync(int index) => answer(index, await predictor.PredictAsync(inputs[index], options, cancel));
        Task.WhenAll(Enumerable.Range(0, inputs.Length).Select(AnswerAsync)).GetAwaiter().GetResult();
    }

    public Task<Failure?> SwapAsync(ModelSource model) => throw new NotSupportedException();

    public Failure? ChangeLanes(DeviceId device, int lanes) => throw new NotSupportedException();

    public Task ShutdownAsync() => predictor.ShutdownAsync();

    public ValueTask DisposeAsync() => predictor.DisposeAsync();
}
