namespace ActorInference.TestKit.Schedules;

/// <summary>How a schedule ends.</summary>
public enum ScheduleEnd
{
    /// <summary>Faults cease and time passes until every request has ended and the predictor is well again; then it is disposed.</summary>
    Calm,

    /// <summary>Faults cease, and the predictor is shut down in good order.</summary>
    Shutdown,

    /// <summary>The predictor is disposed at once, in the middle of everything.</summary>
    Dispose,
}
