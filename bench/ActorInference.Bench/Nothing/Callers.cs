namespace ActorInference.Bench.Nothing;

/// <summary>Who asks for predictions that do nothing.</summary>
internal static class Callers
{
    /// <summary>One caller who waits for each prediction: the median of the round trips, in microseconds.</summary>
    public static double MedianMicroseconds(IRoundTrip trip, int predictions)
    {
        var times = new double[predictions];
        for (var i = 0; i < predictions; i++)
        {
            var start = TimeProvider.System.GetTimestamp();
            trip.Predict();
            times[i] = TimeProvider.System.GetElapsedTime(start).TotalMicroseconds;
        }

        return VariantFigures.Quantile(times, 0.5);
    }

    /// <summary><paramref name="callers"/> at once, each awaiting its prediction before it asks for the next; returns when all predictions are made.</summary>
    public static void PredictAsync(IRoundTrip trip, int callers, int predictions) =>
        Task.WaitAll([.. Enumerable.Range(0, callers).Select(_ => Task.Run(() => CallAsync(trip, predictions / callers)))]);

    private static async Task CallAsync(IRoundTrip trip, int predictions)
    {
        for (var i = 0; i < predictions; i++) await trip.PredictAsync();
    }
}
