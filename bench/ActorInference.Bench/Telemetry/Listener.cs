using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace ActorInference.Bench.Telemetry;

/// <summary>Who listens while predictions are measured: listeners that do nothing with what they hear, so that what is measured is the library's own part.</summary>
internal static class Listener
{
    // By name, so that this can be built with a version of the library that has no telemetry, to compare with.
    private const string Library = "ActorInference";

    /// <summary>Listens to every instrument.</summary>
    public static IDisposable OfMetrics()
    {
        var listener = new MeterListener
        {
            InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Meter.Name == Library) listener.EnableMeasurementEvents(instrument);
            },
        };
        listener.SetMeasurementEventCallback<long>((_, _, _, _) => { });
        listener.SetMeasurementEventCallback<int>((_, _, _, _) => { });
        listener.SetMeasurementEventCallback<double>((_, _, _, _) => { });
        listener.Start();
        return listener;
    }

    /// <summary>Samples activities, with all they carry: one of <paramref name="every"/>.</summary>
    public static IDisposable OfActivities(int every)
    {
        var asked = 0;
        var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == Library,
            Sample = (ref _) => Interlocked.Increment(ref asked) % every == 0 ? ActivitySamplingResult.AllDataAndRecorded : ActivitySamplingResult.None,
        };
        ActivitySource.AddActivityListener(listener);
        return listener;
    }
}
