using ActorInference.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace ActorInference;

/// <summary>
/// The predictors of a host, by name; a service of it. Opens each once, at the start or when it is first asked for, and owns it. Thread-safe.
/// </summary>
public sealed class HostedPredictors : IDisposable, IAsyncDisposable
{
    private readonly Dictionary<string, HostedPredictor> _predictors;
    private readonly CancellationTokenSource _givingUp = new(); // cancelled when nothing more is to be opened
    private readonly CancellationTokenRegistration _stopping;

    /// <summary>For the services.</summary>
    /// <param name="services">What predictors need: sessions, loggers, the clock.</param>
    public HostedPredictors(IServiceProvider services)
    {
        ArgumentNullException.ThrowIfNull(services);
        var loggers = services.GetService<ILoggerFactory>() ?? NullLoggerFactory.Instance;
        Log = new(loggers.CreateLogger(HostingLog.Category));
        var surroundings = new PredictorSurroundings(
            services.GetService<ISessionFactory>(), services.GetService<TimeProvider>() ?? TimeProvider.System, loggers.CreateLogger<Predictor>(), Log, _givingUp.Token);
        _predictors = services.GetRequiredService<HostedNames>().Predictors.ToDictionary(description => description.Name, description => new HostedPredictor(description, surroundings));
        _stopping = services.GetService<IHostApplicationLifetime>()?.ApplicationStopping.UnsafeRegister(static state => ((HostedPredictors)state!).GiveUp(), this) ?? default;
    }

    /// <summary>The names, in the order they were added.</summary>
    public IReadOnlyCollection<string> Names => _predictors.Keys;

    /// <summary>The log of the host that they are in.</summary>
    internal HostingLog Log { get; }

    /// <summary>
    /// The predictor of that name, which stays the host's. Blocks while it is opened; one that could not be opened before is tried again.
    /// </summary>
    /// <exception cref="InferenceException">There is none of that name, it cannot be opened, or the host stops.</exception>
    /// <exception cref="InvalidOperationException">Nobody among the services opens sessions.</exception>
    public Predictor this[string name]
    {
        get
        {
            ArgumentNullException.ThrowIfNull(name);
            if (_predictors.TryGetValue(name, out var predictor)) return predictor.OpenAsync().GetAwaiter().GetResult().Value;
            throw new Failure(ErrorKind.NotFound, $"no predictor is called '{name}'; {HostedNames.List("there are", _predictors.Keys)}.").ToException();
        }
    }

    /// <summary>How each is at this moment, in the order they were added. Opens none.</summary>
    public IReadOnlyList<HostedPredictorSnapshot> Snapshot() => [.. _predictors.Values.Select(predictor => predictor.Snapshot())];

    /// <summary>Cancels what is in flight, and closes every predictor with the patience of <see cref="SupervisionOptions.ShutdownPatience"/>.</summary>
    public async ValueTask DisposeAsync()
    {
        _stopping.Dispose(); // outside of any lock: a callback under way is waited for, and takes none
        GiveUp();
        await Task.WhenAll(_predictors.Values.Select(predictor => predictor.CloseAsync())).ConfigureAwait(false);
        _givingUp.Dispose();
    }

    /// <summary>The same as <see cref="DisposeAsync"/>, blocking.</summary>
    public void Dispose() => DisposeAsync().AsTask().GetAwaiter().GetResult();

    /// <summary>
    /// Opens all of them, side by side, but no more at once than there are cores: loading is work. Gives why those that the host needs could not be opened, in one line; null when all could.
    /// </summary>
    internal async Task<Failure?> OpenAllAsync(CancellationToken cancel)
    {
        using var room = new SemaphoreSlim(Environment.ProcessorCount);
        var opening = _predictors.Values.Select(predictor => OpenAsync(predictor, room, cancel)).ToArray();
        try
        {
            Failure[] failures = [.. (await Task.WhenAll(opening).ConfigureAwait(false)).OfType<Failure>()];
            cancel.ThrowIfCancellationRequested();
            return failures.Length == 0 ? null : failures[0] with { Message = string.Join(" ", failures.Select(failure => failure.Message)) };
        }
        catch (OperationCanceledException)
        {
            GiveUp();
            throw;
        }
    }

    /// <summary>Drains all of them, side by side; when <paramref name="cancel"/> is cancelled, what is left is cancelled too, and nobody is waited for any more.</summary>
    internal Task DrainAsync(CancellationToken cancel)
    {
        GiveUp();
        return Task.WhenAll(_predictors.Values.Select(predictor => predictor.DrainAsync(cancel)));
    }

    private static async Task<Failure?> OpenAsync(HostedPredictor predictor, SemaphoreSlim room, CancellationToken cancel)
    {
        await room.WaitAsync(cancel).ConfigureAwait(false);
        try
        {
            var outcome = await predictor.OpenAsync().WaitAsync(cancel).ConfigureAwait(false);
            return predictor.IsRequired ? outcome.Failure : null;
        }
        finally
        {
            room.Release();
        }
    }

    private void GiveUp()
    {
        try
        {
            _givingUp.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // Disposed meanwhile, and then all was given up before.
        }
        catch (AggregateException)
        {
            // A session could not pass it on, so its warm-up goes on to its end; closing waits for it with patience.
        }
    }
}
