using Akka.Actor;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace ActorInference.Akka.Tests.Documents;

internal sealed class FrontendHealth(IActorRef frontend) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var snapshot = await frontend.Ask<FrontendSnapshot>(DescribeFrontend.Instance, TimeSpan.FromSeconds(5), cancellationToken);
        var nodes = snapshot.Nodes.Count(node => node.IsEligible);
        return nodes > 0 ? HealthCheckResult.Healthy($"nodes: {nodes}, waiting requests: {snapshot.Waiting}") : HealthCheckResult.Unhealthy("no node serves the model");
    }
}
