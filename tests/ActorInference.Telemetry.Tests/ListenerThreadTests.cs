using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace ActorInference.Telemetry.Tests;

/// <summary>Listeners may do what they like, even ask how things stand and wait for the answer of another thread: no lock is held while they are told.</summary>
public sealed class ListenerThreadTests : TelemetryTest
{
    private readonly Lock _lock = new();
    private readonly HashSet<string> _told = []; // guarded by the lock
    private Predictor? _predictor;
    private PipelineRun<Predicted<Tensor>>? _run;

    [Fact]
    public async Task Nobody_is_told_under_a_lock()
    {
        using var metrics = new MeterListener
        {
            InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Meter.Name == ActorInferenceTelemetry.MeterName && !instrument.IsObservable) listener.EnableMeasurementEvents(instrument);
            },
        };
        metrics.SetMeasurementEventCallback<long>((instrument, _, _, _) => Look(instrument.Name));
        metrics.SetMeasurementEventCallback<int>((instrument, _, _, _) => Look(instrument.Name));
        metrics.SetMeasurementEventCallback<double>((instrument, _, _, _) => Look(instrument.Name));
        metrics.Start();
        using var activities = new ActivityListener
        {
            ShouldListenTo = source => source.Name == ActorInferenceTelemetry.ActivitySourceName,
            Sample = (ref options) => Look($"sampling {options.Name}"),
            ActivityStarted = activity => Look($"started {activity.OperationName}"),
            ActivityStopped = activity => Look($"stopped {activity.OperationName}"),
        };
        ActivitySource.AddActivityListener(activities);

        _predictor = Open();
        Sessions.Script = run => run.Number == 1 && run.SessionNumber == 1 ? FakeBehaviour.Fail(ErrorKind.DeviceLost) : FakeBehaviour.Succeed;
        var retried = _predictor.PredictAsync(Input(1));
        Until(() => _predictor.Snapshot().State == HealthState.Restarting);
        Time.Advance(Time.NextDue!.Value);
        Assert.Equal([null, ErrorKind.InvalidInput], await Ends(retried, _predictor.PredictAsync(Tensor.Allocate(ElementType.Float32, [1, 5]))));
        _run = Pipeline.Of<int>().EveryNth(2).Map("make", item => Outcome.Of(Input(item))).Predict(_predictor, input => input).RunAsync(Enumerable.Range(0, 10));
        await foreach (var item in _run) item.Value.Dispose();
        Assert.DoesNotContain(_told, what => what.StartsWith("under a lock", StringComparison.Ordinal));
        foreach (var activity in new[] { "predict double.onnx", "run pipeline", "item", "make" }) Assert.Superset(new HashSet<string> { $"sampling {activity}", $"started {activity}", $"stopped {activity}" }, _told);
        Assert.Superset(new HashSet<string> { "actorinference.predictions", "actorinference.run.duration", "actorinference.session.restarts", "actorinference.prediction.refusals", "actorinference.stage.duration" }, _told);
    }

    [Fact]
    public async Task Nobody_is_told_of_what_a_closing_predictor_cancels_under_a_lock()
    {
        _predictor = Open();
        var (_, running) = await Block(_predictor);
        var queued = _predictor.PredictAsync(Input(1));
        var closing = new List<bool>(); // whether another thread could ask for the same
        using var metrics = new MeterListener
        {
            InstrumentPublished = (instrument, listener) =>
            {
                if (instrument is { Name: "actorinference.predictions", Meter.Name: ActorInferenceTelemetry.MeterName }) listener.EnableMeasurementEvents(instrument);
            },
        };
        metrics.SetMeasurementEventCallback<long>((_, _, _, _) => closing.Add(OwnThread.Run(() => _ = _predictor.DisposeAsync().AsTask()).Wait(TimeSpan.FromSeconds(5))));
        metrics.Start();
        await _predictor.DisposeAsync();
        Assert.Equal([ErrorKind.Cancelled, ErrorKind.Cancelled], await Ends(running, queued));
        Assert.Equal([true, true], closing);
    }

    // A lock of the thread that is told would keep the other one from answering.
    private ActivitySamplingResult Look(string what)
    {
        var looked = OwnThread.Run(() => (_predictor?.Snapshot(), _run?.Progress)).Wait(TimeSpan.FromSeconds(30));
        lock (_lock) _told.Add(looked ? what : $"under a lock: {what}");
        return ActivitySamplingResult.AllDataAndRecorded;
    }
}
