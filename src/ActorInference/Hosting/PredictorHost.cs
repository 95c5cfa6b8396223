using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace ActorInference.Hosting;

/// <summary>
/// Starts predictors before anything else of the host starts, and stops them after everything else has stopped, so that whoever uses them always has them.
/// <code>
///  StartingAsync      1 predictors are opened and warmed up     2 pipelines are described and checked
///  (services start)   the host is ready
///  ApplicationStopping, or StoppingAsync    3 the kill switch is shut down: running pipelines drain
///  (services stop)    whoever awaits those pipelines comes to an end
///  StoppedAsync       4 pipelines that nobody awaits have come to theirs     5 predictors drain
/// </code>
/// When the host's time-out passes, wherever that is: the kill switch aborts what still runs, and predictors cancel what is left.
/// A host that knows only StartAsync and StopAsync has 1 and 2 in the one, 3 to 5 in the other.
/// </summary>
internal sealed class PredictorHost(
    HostedPredictors predictors, HostedNames names, KillSwitch killSwitch, IServiceProvider services) : IHostedLifecycleService
{
    private readonly HostingLog _log = predictors.Log;
    private readonly IHostApplicationLifetime? _lifetime = services.GetService<IHostApplicationLifetime>();
    private readonly TimeProvider _time = services.GetService<TimeProvider>() ?? TimeProvider.System;

    // The host calls one method after the other.
    private bool _isStarted;
    private bool _isStopping;
    private CancellationTokenRegistration _stopping;
    private CancellationTokenRegistration _timeOver;

    // The application's stopping and the host's call may come at once, on two threads: it is said once.
    private int _drains;
    private int _aborts;

    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        _isStarted = true;
        var started = _time.GetTimestamp();
        if (_lifetime is not null) _stopping = _lifetime.ApplicationStopping.UnsafeRegister(static state => ((PredictorHost)state!).DrainPipelines(), this);
        try
        {
            if (await predictors.OpenAllAsync(cancellationToken).ConfigureAwait(false) is { } failure) throw failure.ToException();
            CheckPipelines(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            _log.StartGivenUp(Seconds(started));
            throw;
        }

        _log.Ready(Seconds(started), predictors.Snapshot().Count(predictor => predictor.Snapshot is not null), predictors.Names.Count, names.Pipelines.Count);
    }

    public Task StartAsync(CancellationToken cancellationToken) => _isStarted ? Task.CompletedTask : StartingAsync(cancellationToken);

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken)
    {
        _isStopping = true;
        DrainPipelines();
        _timeOver = cancellationToken.UnsafeRegister(static state => ((PredictorHost)state!).AbortPipelines(), this);
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (_isStopping) return;
        await StoppingAsync(cancellationToken).ConfigureAwait(false);
        await StoppedAsync(cancellationToken).ConfigureAwait(false);
    }

    public async Task StoppedAsync(CancellationToken cancellationToken)
    {
        try
        {
            // Those that nobody awaits: what they have in flight needs its predictors.
            await killSwitch.Idle().WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            AbortPipelines(); // the token's own call may come too late, for those who wait for it are told in turn
        }

        await predictors.DrainAsync(cancellationToken).ConfigureAwait(false);
        await _timeOver.DisposeAsync().ConfigureAwait(false);
        await _stopping.DisposeAsync().ConfigureAwait(false);
    }

    private void CheckPipelines(CancellationToken cancel)
    {
        foreach (var pipeline in names.Pipelines)
        {
            cancel.ThrowIfCancellationRequested();
            if (Check(pipeline) is { } failure) throw (failure with { Message = $"pipeline '{pipeline.Name}' cannot be run: {failure.Message}" }).ToException();
        }

        foreach (var unused in names.ConfiguredPipelines.Except(names.Pipelines.Select(pipeline => pipeline.Name)))
        {
            _log.UnusedSettings(unused, HostedNames.List("there are", [.. names.Pipelines.Select(pipeline => pipeline.Name)]));
        }
    }

    private Failure? Check(PipelineDescription pipeline)
    {
        try
        {
            return pipeline.Check(services);
        }
        catch (InferenceException problem)
        {
            return problem.Failure;
        }
    }

    private void DrainPipelines()
    {
        if (killSwitch.IsFlipped) return;
        if (killSwitch.Runs is var runs and > 0 && Interlocked.Exchange(ref _drains, 1) == 0) _log.PipelinesDraining(runs);
        killSwitch.Shutdown();
    }

    private void AbortPipelines()
    {
        if (killSwitch.Aborted is not null) return;
        if (killSwitch.Runs is var runs and > 0 && Interlocked.Exchange(ref _aborts, 1) == 0) _log.PipelinesAborted(runs);
        killSwitch.Abort("the host stopped, and its time to do so was over.");
    }

    private double Seconds(long started) => _time.GetElapsedTime(started).TotalSeconds;
}
