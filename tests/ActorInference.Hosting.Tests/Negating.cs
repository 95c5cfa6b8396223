using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ActorInference.Hosting.Tests;

/// <summary>The service in docs/hosting.md.</summary>
internal sealed class Negating([FromKeyedServices("negated")] Pipeline<float[], float[]> pipeline, KillSwitch killSwitch, ILogger<Negating> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var outcome in pipeline.RunAsync(Numbers.ComeInAsync(), killSwitch))
        {
            if (!outcome.TryGet(out var values, out var failure)) logger.LogWarning("{Item}: {Reason}", outcome.Item, failure.Message);
            else await Numbers.GoOutAsync(values);
        }
    }
}
