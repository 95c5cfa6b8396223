using ActorInference.Telemetry;
using Microsoft.Extensions.Logging;

namespace ActorInference.Predicting;

/// <summary>What a predictor says to the log: all of it rare.</summary>
internal sealed partial class PredictorLog(ILogger logger)
{
    [LoggerMessage(1, LogLevel.Warning, "{Model} on {Device}: a session was taken out and is rebuilt in {Seconds:0.###} s: {Reason}")]
    private static partial void SessionOut(ILogger logger, string model, DeviceId device, string reason, double seconds);

    [LoggerMessage(2, LogLevel.Information, "{Model} on {Device}: a session is back")]
    private static partial void SessionBack(ILogger logger, string model, DeviceId device);

    [LoggerMessage(3, LogLevel.Error, "{Model} on {Device}: the pool has stopped after too many failures and tries again in {Seconds:0.###} s: {Reason}")]
    private static partial void PoolStopped(ILogger logger, string model, DeviceId device, string reason, double seconds);

    [LoggerMessage(4, LogLevel.Error, "{Model} on {Device}: lane {Lane} was given up and replaced: {Reason}")]
    private static partial void LaneAbandoned(ILogger logger, string model, DeviceId device, int lane, string reason);

    [LoggerMessage(5, LogLevel.Information, "{Model} on {Device}: ready, {Plan}; warmed up with {WarmUp}; batches: {Batches}")]
    private static partial void Ready(ILogger logger, string model, DeviceId device, ThreadPlan plan, string warmUp, string batches);

    [LoggerMessage(6, LogLevel.Information, "{Model}: the model was swapped for {NewModel}")]
    private static partial void Swapped(ILogger logger, string model, string newModel);

    [LoggerMessage(7, LogLevel.Warning, "{Model}: callers wait and nothing runs: predictions that are not disposed hold {Bytes:N0} of {MaxBytes:N0} bytes; dispose them")]
    private static partial void ResultsHeld(ILogger logger, string model, long bytes, long maxBytes);

    [LoggerMessage(8, LogLevel.Warning, "{Model}: {Placement} was passed over: {Reason}")]
    private static partial void PassedOver(ILogger logger, string model, string placement, string reason);

    [LoggerMessage(9, LogLevel.Error, "{Model}: a session that is out of use was not closed: {Reason}")]
    private static partial void SessionNotClosed(ILogger logger, string model, string reason);

    public void SessionOut(string model, DeviceId device, string reason, double seconds) => Say(() => SessionOut(logger, model, device, reason, seconds));

    public void SessionBack(string model, DeviceId device) => Say(() => SessionBack(logger, model, device));

    public void PoolStopped(string model, DeviceId device, string reason, double seconds) => Say(() => PoolStopped(logger, model, device, reason, seconds));

    public void LaneAbandoned(string model, DeviceId device, int lane, string reason) => Say(() => LaneAbandoned(logger, model, device, lane, reason));

    public void Ready(string model, DeviceId device, ThreadPlan plan, string warmUp, string batches) => Say(() => Ready(logger, model, device, plan, warmUp, batches));

    public void Swapped(string model, string newModel) => Say(() => Swapped(logger, model, newModel));

    public void ResultsHeld(string model, long bytes, long maxBytes) => Say(() => ResultsHeld(logger, model, bytes, maxBytes));

    public void PassedOver(string model, string placement, string reason) => Say(() => PassedOver(logger, model, placement, reason));

    public void SessionNotClosed(string model, string reason) => Say(() => SessionNotClosed(logger, model, reason));

    // Lanes and the alarm speak on their own threads, where an exception of the host's log would end the process.
    private static void Say(Action line) => HostLog.Say(line);
}
