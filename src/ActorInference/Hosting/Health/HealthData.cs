namespace ActorInference.Hosting;

/// <summary>What health checks tell besides their verdict.</summary>
internal static class HealthData
{
    /// <summary>Each predictor on each of its devices, by <c>cartoon on cpu</c>; one that is not open, why, by its name.</summary>
    public static IReadOnlyDictionary<string, object> Of(IReadOnlyList<HostedPredictorSnapshot> predictors)
    {
        var data = new Dictionary<string, object>();
        foreach (var predictor in predictors)
        {
            if (predictor.Snapshot is null) data[predictor.Name] = predictor.Failure?.ToString() ?? "not open yet";

            // Versions that still drain come last: the present one is what counts.
            foreach (var pool in predictor.Snapshot?.Pools ?? []) data.TryAdd($"{predictor.Name} on {pool.Device}", DeviceHealth.Of(predictor, pool));
        }

        return data;
    }
}
