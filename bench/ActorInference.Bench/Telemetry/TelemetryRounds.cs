using ActorInference.Bench.Nothing;

namespace ActorInference.Bench.Telemetry;

/// <summary>Predictions that do nothing, on one lane. Without parameters, so that those of another build of this program can be called.</summary>
internal static class TelemetryRounds
{
    private static readonly PredictorTrip Trip = PredictorTrip.OverNothing(new(ElementType.String), lanes: 1);

    /// <summary>One caller who waits: the median round trip in microseconds.</summary>
    public static double OneCaller() => Callers.MedianMicroseconds(Trip, NoopBenchmarks.OneCallersPredictions);

    /// <summary>Many callers who await: predictions a second.</summary>
    public static double ManyCallers() => NoopBenchmarks.ManyCallersPredictions * 1000.0
        / AlternatingRun.Milliseconds(() => Callers.PredictAsync(Trip, NoopBenchmarks.ManyCallers, NoopBenchmarks.ManyCallersPredictions));

    /// <summary>One caller who waits: bytes on the managed heap for each prediction, the caller's own included.</summary>
    public static double Bytes()
    {
        const int Predictions = 10_000;
        var before = GC.GetTotalAllocatedBytes(precise: true);
        for (var i = 0; i < Predictions; i++) Trip.Predict();
        return (double)(GC.GetTotalAllocatedBytes(precise: true) - before) / Predictions;
    }
}
