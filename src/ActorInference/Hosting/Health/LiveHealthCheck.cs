using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace ActorInference.Hosting;

/// <summary>
/// Fails when only a restart of the process helps: runs that never return hold a predictor's threads and sessions. One such run alone is no reason, for its lane is replaced and the
/// others go on; it is one when the predictor has stopped beside it, or when more lanes hang than the predictor has.
/// </summary>
internal sealed class LiveHealthCheck(HostedPredictors predictors) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var snapshots = predictors.Snapshot();
        string[] lines = [.. snapshots.Where(IsStuck).Select(stuck => $"{stuck.Name}: {stuck.Snapshot!.LanesStillHanging} lanes hang in runs that do not return; restart the process.")];
        return Task.FromResult(lines.Length == 0
            ? HealthCheckResult.Healthy(data: HealthData.Of(snapshots))
            : new(context.Registration.FailureStatus, string.Join(" ", lines), data: HealthData.Of(snapshots)));
    }

    private static bool IsStuck(HostedPredictorSnapshot predictor) =>
        predictor.Snapshot is { LanesStillHanging: > 0 } snapshot
        && (snapshot.State == HealthState.Stopped || snapshot.LanesStillHanging > snapshot.Pools.Sum(pool => pool.Plan.Lanes));
}
