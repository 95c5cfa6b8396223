namespace ActorInference.Telemetry;

/// <summary>The names of what measurements and activities are told apart by. All of it is of few values, but for what stands on activities alone.</summary>
internal static class Attributes
{
    /// <summary>The model's file name, or the name given with its bytes.</summary>
    public const string Model = "actorinference.model.name";

    /// <summary>What a host calls the predictor; absent where it has no name.</summary>
    public const string Predictor = "actorinference.predictor.name";

    /// <summary>Where it runs: <c>cpu</c>, <c>cuda:0</c>.</summary>
    public const string Device = "actorinference.device";

    /// <summary>What a host calls the pipeline; absent where it has no name.</summary>
    public const string Pipeline = "actorinference.pipeline.name";

    /// <summary>The stage's name.</summary>
    public const string Stage = "actorinference.stage.name";

    /// <summary><c>busy</c>, <c>idle</c>, <c>unavailable</c>.</summary>
    public const string LaneState = "actorinference.lane.state";

    /// <summary><c>ready</c>, <c>degraded</c>, <c>restarting</c>, <c>stopped</c>.</summary>
    public const string PoolState = "actorinference.pool.state";

    /// <summary><c>waiting</c>, <c>running</c>.</summary>
    public const string ItemState = "actorinference.item.state";

    /// <summary>The name of the failure's <see cref="ActorInference.ErrorKind"/>; absent on success. OpenTelemetry's.</summary>
    public const string ErrorType = "error.type";

    // Of activities alone.
    public const string BatchRows = "actorinference.run.batch_size";
    public const string Retried = "actorinference.prediction.retried";
    public const string Item = "actorinference.item.number";
    public const string Dropped = "actorinference.item.dropped";
    public const string Grouped = "actorinference.item.grouped";
    public const string Succeeded = "actorinference.pipeline.items_succeeded";
    public const string Failed = "actorinference.pipeline.items_failed";
    public const string Cancelled = "actorinference.pipeline.items_cancelled";
    public const string ItemsDropped = "actorinference.pipeline.items_dropped";
}
