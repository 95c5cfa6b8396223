using ActorInference;

namespace WebApi;

/// <summary>What the predictor has done so far, for people and for tests; telemetry goes by its own ways.</summary>
internal static class StatisticsEndpoint
{
    public static void MapStatistics(this IEndpointRouteBuilder app) => app.MapGet("/statistics", ([FromKeyedServices("cartoon")] Predictor predictor) =>
    {
        var snapshot = predictor.Snapshot();
        return new Statistics(snapshot.ItemsInFlight, snapshot.Succeeded, snapshot.Failed.Where(kind => kind.Value > 0).ToDictionary(kind => kind.Key.Name(), kind => kind.Value));
    }).WithSummary("Predictions in flight, those that succeeded, and those that failed by kind.");

    /// <summary>Counts of predictions.</summary>
    /// <param name="InFlight">Waiting or running.</param>
    /// <param name="Succeeded">Ended with a result.</param>
    /// <param name="Failed">Ended without one, by kind of error, such as <c>cancelled</c>.</param>
    private sealed record Statistics(int InFlight, long Succeeded, IReadOnlyDictionary<string, long> Failed);
}
