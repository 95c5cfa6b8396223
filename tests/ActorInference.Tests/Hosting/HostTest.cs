using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ActorInference.Tests.Hosting;

/// <summary>What tests of hosts have in common: real generic hosts over sessions that do what the test says, and time that it steps. In the end every host is disposed.</summary>
public abstract class HostTest : SessionTest
{
    private readonly List<IHost> _hosts = [];

    private protected HostLog Log { get; } = new();

    protected override void Close()
    {
        foreach (var host in _hosts) host.Dispose();
    }

    /// <summary>A host as users build it, but for its sessions, its clock and its log.</summary>
    protected IHost Build(Action<ActorInferenceBuilder> add, ActorInferenceOptions? options = null, Action<HostOptions>? configure = null)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new() { EnvironmentName = Environments.Development });
        builder.ConfigureContainer(new DefaultServiceProviderFactory(new() { ValidateOnBuild = true, ValidateScopes = true }));
        builder.Logging.AddProvider(Log);
        builder.Services.AddSingleton<ISessionFactory>(Sessions);
        builder.Services.AddSingleton<TimeProvider>(Time);
        builder.Services.RemoveAll<IHostLifetime>();
        builder.Services.AddSingleton<IHostLifetime, NoLifetime>(); // tests have no console
        if (configure is not null) builder.Services.Configure(configure);
        add(builder.Services.AddActorInference(options ?? new() { Predictor = Options }));
        var host = builder.Build();
        _hosts.Add(host);
        return host;
    }

    /// <summary>The same, started.</summary>
    protected async Task<IHost> Start(Action<ActorInferenceBuilder> add)
    {
        var host = Build(add);
        await Soon(host.StartAsync());
        return host;
    }

    protected static Predictor PredictorOf(IHost host, string name) => host.Services.GetRequiredKeyedService<Predictor>(name);

    /// <summary>Asks the health checks with that tag.</summary>
    protected static Task<HealthReport> Health(IHost host, string tag) => host.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync(check => check.Tags.Contains(tag));

    private sealed class NoLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
