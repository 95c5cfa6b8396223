namespace ActorInference;

/// <summary>Where the time of one prediction went.</summary>
/// <param name="Queue">From the call to the start of the run, waiting for room included.</param>
/// <param name="Run">The run that gave the result, all its batch-mates included.</param>
/// <param name="BatchRows">How many rows shared that run, padding not counted.</param>
/// <param name="Device">Where it ran.</param>
public readonly record struct PredictionTiming(TimeSpan Queue, TimeSpan Run, int BatchRows, DeviceId Device);
