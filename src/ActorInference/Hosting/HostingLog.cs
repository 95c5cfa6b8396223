using ActorInference.Telemetry;
using Microsoft.Extensions.Logging;

namespace ActorInference.Hosting;

/// <summary>What a host of predictors says to the log: a few lines when it starts and when it stops. Never throws.</summary>
internal sealed partial class HostingLog(ILogger logger)
{
    /// <summary>The log's category.</summary>
    public const string Category = "ActorInference.Hosting";

    [LoggerMessage(30, LogLevel.Information, "{Predictor}: opening {Model} on {Placement}")]
    private static partial void Opening(ILogger logger, string predictor, string model, Placement placement);

    [LoggerMessage(31, LogLevel.Information, "{Predictor}: open and warmed up after {Seconds:0.###} s: {Model} on {Device}")]
    private static partial void Open(ILogger logger, string predictor, string model, string device, double seconds);

    [LoggerMessage(32, LogLevel.Error, "{Predictor}: {Model} cannot be opened: {Reason}")]
    private static partial void NotOpened(ILogger logger, string predictor, string model, string reason);

    [LoggerMessage(33, LogLevel.Warning, "{Predictor}: {Model} cannot be opened, and the host goes without it: {Reason}")]
    private static partial void GoesWithout(ILogger logger, string predictor, string model, string reason);

    [LoggerMessage(34, LogLevel.Information, "ready after {Seconds:0.###} s; predictors open: {Open} of {Predictors}; pipelines: {Pipelines}")]
    private static partial void Ready(ILogger logger, double seconds, int open, int predictors, int pipelines);

    [LoggerMessage(35, LogLevel.Information, "the start was given up after {Seconds:0.###} s")]
    private static partial void StartGivenUp(ILogger logger, double seconds);

    [LoggerMessage(36, LogLevel.Warning, "there are settings for a pipeline {Pipeline}, but no such pipeline; {Pipelines}")]
    private static partial void UnusedSettings(ILogger logger, string pipeline, string pipelines);

    [LoggerMessage(37, LogLevel.Information, "the host stops; pipelines that take nothing more and finish what is in flight: {Runs}")]
    private static partial void PipelinesDraining(ILogger logger, int runs);

    [LoggerMessage(38, LogLevel.Warning, "the host's time to stop is over; pipelines that still run and are aborted: {Runs}")]
    private static partial void PipelinesAborted(ILogger logger, int runs);

    [LoggerMessage(39, LogLevel.Information, "{Predictor}: draining, {Items} requests in flight")]
    private static partial void Draining(ILogger logger, string predictor, int items);

    [LoggerMessage(40, LogLevel.Information, "{Predictor}: drained after {Seconds:0.###} s")]
    private static partial void Drained(ILogger logger, string predictor, double seconds);

    [LoggerMessage(41, LogLevel.Warning, "{Predictor}: draining was cut short after {Seconds:0.###} s: {Cancelled} requests were cancelled")]
    private static partial void CutShort(ILogger logger, string predictor, double seconds, long cancelled);

    [LoggerMessage(42, LogLevel.Error, "{Predictor}: {Model} is still being loaded, and is waited for no more")]
    private static partial void StillOpening(ILogger logger, string predictor, string model);

    public void Opening(string predictor, string model, Placement placement) => Say(() => Opening(logger, predictor, model, placement));

    public void Open(string predictor, string model, string device, double seconds) => Say(() => Open(logger, predictor, model, device, seconds));

    public void NotOpened(string predictor, string model, string reason, bool isRequired) => Say(() =>
    {
        if (isRequired) NotOpened(logger, predictor, model, reason);
        else GoesWithout(logger, predictor, model, reason);
    });

    public void Ready(double seconds, int open, int predictors, int pipelines) => Say(() => Ready(logger, seconds, open, predictors, pipelines));

    public void StartGivenUp(double seconds) => Say(() => StartGivenUp(logger, seconds));

    public void UnusedSettings(string pipeline, string pipelines) => Say(() => UnusedSettings(logger, pipeline, pipelines));

    public void PipelinesDraining(int runs) => Say(() => PipelinesDraining(logger, runs));

    public void PipelinesAborted(int runs) => Say(() => PipelinesAborted(logger, runs));

    public void Draining(string predictor, int items) => Say(() => Draining(logger, predictor, items));

    public void Drained(string predictor, double seconds) => Say(() => Drained(logger, predictor, seconds));

    public void CutShort(string predictor, double seconds, long cancelled) => Say(() => CutShort(logger, predictor, seconds, cancelled));

    public void StillOpening(string predictor, string model) => Say(() => StillOpening(logger, predictor, model));

    // A log that fails must neither keep a model from being opened nor a predictor from being drained.
    private static void Say(Action line) => HostLog.Say(line);
}
