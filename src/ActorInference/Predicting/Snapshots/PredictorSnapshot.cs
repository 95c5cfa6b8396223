namespace ActorInference;

/// <summary>A predictor at one moment; all numbers belong together.</summary>
public sealed record PredictorSnapshot
{
    /// <summary>How it is.</summary>
    public required HealthState State { get; init; }

    /// <summary>Its pools; those of an older model version that still drain come last.</summary>
    public required IReadOnlyList<PoolSnapshot> Pools { get; init; }

    /// <summary>Callers that wait for room.</summary>
    public required int WaitingForRoom { get; init; }

    /// <summary>Requests admitted and not ended.</summary>
    public required int ItemsInFlight { get; init; }

    /// <summary>The most requests that were in flight at once.</summary>
    public required int MaxItemsInFlight { get; init; }

    /// <summary>Bytes of inputs, batches and outputs in flight, reserved ones included.</summary>
    public required long BytesInFlight { get; init; }

    /// <summary>The most bytes that were in flight at once.</summary>
    public required long MaxBytesInFlight { get; init; }

    /// <summary>Requests that ended with a result.</summary>
    public required long Succeeded { get; init; }

    /// <summary>Requests that ended without one, by kind.</summary>
    public required IReadOnlyDictionary<ErrorKind, long> Failed { get; init; }

    /// <summary>Runs that gave results.</summary>
    public required long Batches { get; init; }

    /// <summary>Rows in those runs, padding not counted; divided by <see cref="Batches"/> it is the mean batch size.</summary>
    public required long BatchRows { get; init; }

    /// <summary>Requests that were tried a second time because their session failed.</summary>
    public required long Retried { get; init; }

    /// <summary>Lanes given up because their run did not return, ever.</summary>
    public required long LanesAbandoned { get; init; }

    /// <summary>Of those, the ones that have still not returned.</summary>
    public required int LanesStillHanging { get; init; }
}

/// <summary>A pool at one moment.</summary>
/// <param name="Device">Where it runs.</param>
/// <param name="State">How it is.</param>
/// <param name="Plan">Its lanes and threads.</param>
/// <param name="Sessions">Its sessions; lanes share one where the provider allows.</param>
/// <param name="Waiting">Requests in its queue.</param>
/// <param name="Running">Requests being run.</param>
/// <param name="LanesIdle">Lanes with nothing to do.</param>
/// <param name="LanesRunning">Lanes with a run under way.</param>
/// <param name="Restarts">Sessions rebuilt so far.</param>
/// <param name="MeanRun">What a run takes at present, per row; zero before the first.</param>
/// <param name="LastFailure">Why a session was last taken out; null when none was.</param>
public sealed record PoolSnapshot(
    DeviceId Device,
    HealthState State,
    ThreadPlan Plan,
    IReadOnlyList<SessionSnapshot> Sessions,
    int Waiting,
    int Running,
    int LanesIdle,
    int LanesRunning,
    long Restarts,
    TimeSpan MeanRun,
    Failure? LastFailure);

/// <summary>A session at one moment.</summary>
/// <param name="State">How it is.</param>
/// <param name="Lanes">Lanes that use it.</param>
/// <param name="WarmUp">The runs made before it was ready, in words; says so where there were none, and why.</param>
public sealed record SessionSnapshot(HealthState State, int Lanes, string WarmUp);
