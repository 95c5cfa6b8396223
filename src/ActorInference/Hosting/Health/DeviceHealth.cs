namespace ActorInference;

/// <summary>How a predictor of a host is on one device: what health checks tell in their data, under <c>cartoon on cpu</c>. All of it text and numbers, for whoever writes it as JSON.</summary>
public sealed record DeviceHealth
{
    /// <summary>The predictor's name.</summary>
    public required string Predictor { get; init; }

    /// <summary>The model's name: its path, or what was said with its bytes.</summary>
    public required string Model { get; init; }

    /// <summary>The device: <c>cpu</c>, <c>cuda:0</c>.</summary>
    public required string Device { get; init; }

    /// <summary><c>ready</c>, <c>degraded</c>, <c>restarting</c> or <c>stopped</c>: see <see cref="HealthState"/>.</summary>
    public required string State { get; init; }

    /// <summary>Its lanes and threads: <c>2 lanes x 1 thread on 2 cores</c>.</summary>
    public required string Plan { get; init; }

    /// <summary>Sessions that work.</summary>
    public required int SessionsReady { get; init; }

    /// <summary>Sessions there should be.</summary>
    public required int Sessions { get; init; }

    /// <summary>Requests in its queue.</summary>
    public required int Waiting { get; init; }

    /// <summary>Requests being run.</summary>
    public required int Running { get; init; }

    /// <summary>Sessions rebuilt so far.</summary>
    public required long Restarts { get; init; }

    /// <summary>Why a session was last taken out; null when none was.</summary>
    public string? LastFailure { get; init; }

    /// <summary><c>ready: 2 lanes x 1 thread on 2 cores, 1 of 1 sessions, 2 running, 7 waiting</c>, with restarts and the last failure where there are any.</summary>
    public override string ToString()
    {
        var restarts = Restarts > 0 ? $", sessions rebuilt {Restarts} times" : "";
        var failure = LastFailure is not null ? $", last failure: {LastFailure}" : "";
        return $"{State}: {Plan}, {SessionsReady} of {Sessions} sessions, {Running} running, {Waiting} waiting{restarts}{failure}";
    }

    internal static DeviceHealth Of(HostedPredictorSnapshot predictor, PoolSnapshot pool) => new()
    {
        Predictor = predictor.Name,
        Model = predictor.Model,
        Device = pool.Device.ToString(),
        State = pool.State.ToString().ToLowerInvariant(),
        Plan = pool.Plan.ToString(),
        SessionsReady = pool.Sessions.Count(session => session.State == HealthState.Ready),
        Sessions = pool.Sessions.Count,
        Waiting = pool.Waiting,
        Running = pool.Running,
        Restarts = pool.Restarts,
        LastFailure = pool.LastFailure?.ToString(),
    };
}
