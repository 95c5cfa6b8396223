using Microsoft.Extensions.Hosting;

namespace ActorInference.Tests.Hosting;

/// <summary>A service of a host that does what a test says when it starts and when it stops.</summary>
internal sealed class Worker : IHostedService
{
    public Action OnStart { get; init; } = () => { };

    public Func<CancellationToken, Task> OnStop { get; set; } = _ => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        OnStart();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => OnStop(cancellationToken);
}
