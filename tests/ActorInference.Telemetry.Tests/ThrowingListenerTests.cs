using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace ActorInference.Telemetry.Tests;

/// <summary>Listeners are code of others: what they throw must not end a lane, a worker or a call.</summary>
public sealed class ThrowingListenerTests : TelemetryTest
{
    [Fact]
    public async Task Meter_listener_that_throws_does_not_harm_predictions_or_pipelines()
    {
        var thrown = 0;
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Meter.Name == ActorInferenceTelemetry.MeterName) listener.EnableMeasurementEvents(instrument);
            },
        };
        listener.SetMeasurementEventCallback<long>((_, _, _, _) => Throw());
        listener.SetMeasurementEventCallback<int>((_, _, _, _) => Throw());
        listener.SetMeasurementEventCallback<double>((_, _, _, _) => Throw());
        listener.Start();
        await UseEverything();
        Assert.True(thrown > 0, "nobody was told");

        void Throw()
        {
            Interlocked.Increment(ref thrown);
            throw new InvalidOperationException("The meter listener is broken.");
        }
    }

    [Theory]
    [InlineData("sampling")]
    [InlineData("started")]
    [InlineData("stopped")]
    public async Task Activity_listener_that_throws_does_not_harm_predictions_or_pipelines(string when)
    {
        var thrown = 0;
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == ActorInferenceTelemetry.ActivitySourceName,
            Sample = (ref _) => Throw("sampling") ?? ActivitySamplingResult.AllDataAndRecorded,
            ActivityStarted = _ => Throw("started"),
            ActivityStopped = _ => Throw("stopped"),
        };
        ActivitySource.AddActivityListener(listener);
        await UseEverything();
        Assert.True(thrown > 0, "nobody was told");
        Assert.Null(Activity.Current);

        ActivitySamplingResult? Throw(string now)
        {
            if (now != when) return null;
            Interlocked.Increment(ref thrown);
            throw new InvalidOperationException("The activity listener is broken.");
        }
    }

    [Fact]
    public void Listener_that_throws_when_it_hears_of_instruments_does_not_keep_others_from_measuring() =>
        FreshLibrary.Call(typeof(ThrowingListenerTests), nameof(MeasureBesideOneThatThrows));

    [Fact]
    public void Listener_that_throws_when_it_hears_of_the_source_does_not_harm_predictions() => FreshLibrary.Call(typeof(ThrowingListenerTests), nameof(PredictBesideOneThatThrows));

    private static void PredictBesideOneThatThrows()
    {
        var (isThere, thrown) = (false, 0);
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => isThere && source.Name == ActorInferenceTelemetry.ActivitySourceName && thrown++ >= 0 ? throw new InvalidOperationException("The activity listener is broken.") : false,
        };
        ActivitySource.AddActivityListener(listener);
        isThere = true;
        using var predictor = Predictor.Open(new FakeSessionFactory(), Model("double.onnx"), Options).Value;
        predictor.Predict(One()).Value.Dispose();
        Assert.Equal(1, thrown);
    }

    private static void MeasureBesideOneThatThrows()
    {
        var heard = new HashSet<string>();
        Instrument[] others;
        using (var probe = new MeterProbe()) others = [.. probe.Instruments]; // those of the library that is not fresh
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, _) =>
            {
                if (instrument.Meter.Name != ActorInferenceTelemetry.MeterName || others.Contains(instrument)) return;
                heard.Add(instrument.Name);
                throw new InvalidOperationException("The meter listener is broken.");
            },
        };
        listener.Start();
        using var predictor = Predictor.Open(new FakeSessionFactory(), Model("double.onnx"), Options).Value;
        predictor.Predict(One()).Value.Dispose();
        Assert.NotEmpty(heard);
        using var fresh = new MeterProbe();
        predictor.Predict(One()).Value.Dispose();
        Assert.Equal(heard, fresh.Instruments.Except(others).Select(instrument => instrument.Name).ToHashSet());
        Assert.Equal(["1 {device=fake:0, model.name=double.onnx}"], fresh.Of("predictions"));
        Assert.Single(fresh.Look("prediction.in_flight"));
    }

    private static Tensor One() => Tensor.From([1f, 0, 0, 0], [1, 4]);

    private async Task UseEverything()
    {
        var predictor = Open(Options with { Batch = new() { MaxSize = 4 } });
        Sessions.Script = run => run.Number == 2 ? FakeBehaviour.Fail(ErrorKind.DeviceLost) : FakeBehaviour.Succeed;
        Assert.Equal([null], await Ends(predictor.PredictAsync(Input(1))));
        var retried = predictor.PredictAsync(Input(2));
        Until(() => predictor.Snapshot().State == HealthState.Restarting);
        Time.Advance(Time.NextDue!.Value);
        Assert.Equal([null], await Ends(retried));
        Sessions.Script = null;
        Assert.Equal([ErrorKind.SessionFailed, ErrorKind.InvalidInput], await Ends(predictor.PredictAsync(Input(float.NaN)), predictor.PredictAsync(Tensor.Allocate(ElementType.Float32, [1, 5]))));
        predictor.Predict(Input(1)).Value.Dispose();
        var pipeline = Pipeline.Of<int>().EveryNth(2).Preprocess(item => Outcome.Of(Input(item))).Predict(predictor, input => input).Postprocess(predicted =>
        {
            using (predicted) return Outcome.Of(predicted.Tensor.Span<float>()[0]);
        });
        var end = await Soon(pipeline.RunAsync(Enumerable.Range(0, 10).ToAsyncEnumerable(), _ => ValueTask.CompletedTask));
        Assert.Equal((5L, 5L), (end.Succeeded, end.Dropped));
        Assert.Equal(HealthState.Ready, predictor.Snapshot().State);
    }
}
