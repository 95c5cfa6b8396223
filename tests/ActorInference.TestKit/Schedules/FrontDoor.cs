namespace ActorInference.TestKit.Schedules;

/// <summary>Through which door of a predictor requests come.</summary>
public enum FrontDoor
{
    /// <summary>Asynchronously, each by itself.</summary>
    Async,

    /// <summary>As one call for several, on a thread of its own.</summary>
    Batch,

    /// <summary>One blocking call after the other, on a thread of its own.</summary>
    Sync,
}
