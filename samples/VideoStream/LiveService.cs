using ActorInference;

namespace VideoStream;

/// <summary>Runs the pipeline for as long as the host lives, and shows what comes out of it. It works at the same pace whether nobody looks or many do.</summary>
internal sealed class LiveService(
    [FromKeyedServices("live")] Pipeline<LiveFrame, ViewedFrame> pipeline,
    LiveSource source,
    LiveView view,
    LiveStatistics statistics,
    KillSwitch killSwitch,
    IHostApplicationLifetime lifetime,
    ILogger<LiveService> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            var run = pipeline.RunAsync(source.ReadAsync(CancellationToken.None), killSwitch);
            statistics.Watch(run);
            await foreach (var outcome in run)
            {
                if (!outcome.TryGet(out var frame, out var failure))
                {
                    logger.FrameFailed(outcome.Item, failure);
                    continue;
                }

                view.Show(frame);
                statistics.Shown(frame);
            }
        }
        catch (InferenceException problem)
        {
            // No such camera, or it was lost for good: there is nothing left to show.
            logger.SourceFailed(source.Name, problem.Failure);
            Environment.ExitCode = 1;
        }

        lifetime.StopApplication();
    }
}
