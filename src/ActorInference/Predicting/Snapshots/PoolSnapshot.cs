namespace ActorInference;

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
/// <param name="MeanRun">What a run takes at present for each of its rows; zero before the first.</param>
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
    Failure? LastFailure)
{
    /// <summary><c>cpu ready: 2 lanes x 1 thread on 2 cores, 2 running, 7 waiting, 12.5 ms a row</c>, with restarts and the last failure where there are any.</summary>
    public override string ToString()
    {
        var restarts = Restarts > 0 ? $", sessions rebuilt {Restarts} times" : "";
        var failure = LastFailure is { } last ? $", last failure: {last}" : "";
        return $"{Device} {State.ToString().ToLowerInvariant()}: {Plan}, {Running} running, {Waiting} waiting, {MeanRun.TotalMilliseconds:0.###} ms a row{restarts}{failure}";
    }
}
