namespace ActorInference;

/// <summary>
/// The names under which the library measures and traces: <c>AddMeter(ActorInferenceTelemetry.MeterName)</c>, <c>AddSource(ActorInferenceTelemetry.ActivitySourceName)</c>.
/// Nothing need be turned on: what nobody listens to is not measured.
/// </summary>
public static class ActorInferenceTelemetry
{
    /// <summary>The name of the meter: predictors, lanes, pipelines and their stages.</summary>
    public const string MeterName = "ActorInference";

    /// <summary>The name of the source of activities: predictions, runs of pipelines, and items of those.</summary>
    public const string ActivitySourceName = "ActorInference";
}
