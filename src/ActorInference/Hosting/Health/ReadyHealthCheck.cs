using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;

namespace ActorInference.Hosting;

/// <summary>
/// Whether predictions can be made: as well as the worst of the predictors.
/// <code>
///  predictor                                   the host needs it    it does not
///  ready                                       healthy              healthy
///  degraded                                    degraded             degraded
///  restarting, stopped, not open               unhealthy            degraded
/// </code>
/// While the host stops it is unhealthy, so that nobody sends more.
/// </summary>
internal sealed class ReadyHealthCheck(HostedPredictors predictors, IHostApplicationLifetime? lifetime = null) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var snapshots = predictors.Snapshot();
        var isStopping = lifetime is { ApplicationStopping.IsCancellationRequested: true };
        var worst = isStopping ? HealthStatus.Unhealthy : snapshots.Select(Status).DefaultIfEmpty(HealthStatus.Healthy).Min();
        var lines = snapshots.Where(predictor => Status(predictor) != HealthStatus.Healthy).Select(Describe);
        var description = isStopping ? "The host stops." : string.Join(" ", lines);
        return Task.FromResult(new HealthCheckResult(
            worst == HealthStatus.Unhealthy ? context.Registration.FailureStatus : worst, description.Length > 0 ? description : null, data: HealthData.Of(snapshots)));
    }

    private static HealthStatus Status(HostedPredictorSnapshot predictor) => predictor.Snapshot?.State switch
    {
        HealthState.Ready => HealthStatus.Healthy,
        HealthState.Degraded => HealthStatus.Degraded,
        _ => predictor.IsRequired ? HealthStatus.Unhealthy : HealthStatus.Degraded,
    };

    private static string Describe(HostedPredictorSnapshot predictor) => predictor switch
    {
        { Snapshot: { } snapshot } => $"{predictor.Name} is {snapshot.State.ToString().ToLowerInvariant()}.",
        { Failure: { } failure } => $"{failure.Message}",
        _ => $"{predictor.Name} is not open yet.",
    };
}
