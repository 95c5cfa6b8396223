using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ActorInference.Tests.Hosting;

/// <summary>
/// What tests of hosts have in common: real generic hosts over sessions that do what the test says, and time that it steps. In the end every host is disposed, everything that was
/// opened is closed, every input is given back, and no lane is left.
/// </summary>
public abstract class HostTest : IDisposable
{
    // Bounds a hang and measures nothing.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly TensorPool _pool = new();
    private readonly List<IHost> _hosts = [];

    /// <summary>One lane on a device where lanes do not count against cores, no warm-up runs to be told from real ones, no jitter.</summary>
    protected static PredictorOptions Options { get; } = new()
    {
        Placement = Placement.Parse("fake"),
        WarmUp = new() { BatchSizes = [] },
        Supervision = new() { Jitter = 0 },
    };

    protected HostTest() => Sessions.Time = Time;

    private protected HostLog Log { get; } = new();

    protected SteppedTime Time { get; } = new();

    protected FakeSessionFactory Sessions { get; } = new();

    public virtual void Dispose()
    {
        Sessions.Script = null;
        Sessions.OnOpen = null;
        Sessions.OnClose = null;
        Sessions.ReleaseAll();
        foreach (var host in _hosts) host.Dispose();
        Until(() => Sessions.RunsNow == 0 && Sessions.OpenNow == 0 && _pool.RentedCount == 0); // lanes that were given up return by themselves
        Sessions.AssertAtRest();
        GC.SuppressFinalize(this);
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

    protected static ModelSource Model(string name) => ModelSource.Memory(default, name);

    protected static Predictor PredictorOf(IHost host, string name) => host.Services.GetRequiredKeyedService<Predictor>(name);

    /// <summary>Asks the health checks with that tag.</summary>
    protected static Task<HealthReport> Health(IHost host, string tag) => host.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync(check => check.Tags.Contains(tag));

    /// <summary>Float32 [1,4], beginning with <paramref name="first"/>.</summary>
    protected Tensor Input(float first)
    {
        var input = Tensor.Allocate(ElementType.Float32, [1, 4], _pool);
        input.Span<float>().Clear();
        input.Span<float>()[0] = first;
        return input;
    }

    /// <summary>What the default model gives for <see cref="Input"/>: checks it, and disposes the prediction.</summary>
    protected static void AssertIs(float first, Outcome<Prediction> outcome)
    {
        using var prediction = outcome.Value;
        Assert.Equal((2 * first) + 1, prediction.Tensor.Span<float>()[0]);
    }

    /// <summary>A request that occupies a lane until the test lets it go.</summary>
    protected async Task<(FakeRun Run, Task<Outcome<Prediction>> Outcome)> Occupy(Predictor predictor, float first = 1000)
    {
        var before = Sessions.Blocked.Count;
        var outcome = predictor.PredictAsync(Input(first));
        var run = (await OwnThread.Run(() => Sessions.WaitForBlocked(before + 1)))[^1];
        return (run, outcome);
    }

    /// <summary>Waits for another thread.</summary>
    protected static void Until(Func<bool> condition) => Assert.True(SpinWait.SpinUntil(condition, Patience), "it did not come about");

    /// <summary>Waits for another thread.</summary>
    protected static Task<T> Soon<T>(Task<T> task) => task.WaitAsync(Patience);

    /// <summary>Waits for another thread.</summary>
    protected static Task Soon(Task task) => task.WaitAsync(Patience);

    private sealed class NoLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
