namespace ActorInference;

/// <summary>What happens to sessions that fail.</summary>
public sealed record SupervisionOptions
{
    /// <summary>
    /// How long a session that failed stays out before it is rebuilt the first time, more than 0. Default 100 ms. Doubles with each failure in a row. Choose about what loading
    /// the model takes: then a rebuilding that is in vain costs no more than half of the time.
    /// </summary>
    public TimeSpan FirstBackoff { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>The longest a session stays out, but for <see cref="Jitter"/>; no less than <see cref="FirstBackoff"/>. Default 30 s: how late a device that is back may be noticed.</summary>
    public TimeSpan MaxBackoff { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>By how much of itself a backoff is varied either way, 0 to 1, so that many sessions do not come back in the same moment. Default 0.2.</summary>
    public double Jitter { get; init; } = 0.2;

    /// <summary>
    /// Failures within <see cref="RestartWindow"/> after which one more stops the pool, 0 or more. Default 5. Choose less where another pool can take the work, more where
    /// requests should rather wait than fail.
    /// </summary>
    public int MaxRestarts { get; init; } = 5;

    /// <summary>The time that failures are counted over, and that a stopped pool waits before it tries once more, more than 0. Default 1 minute.</summary>
    public TimeSpan RestartWindow { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>
    /// How long one run, or the loading of a session by its pool, may take before its lane is given up and replaced, more than 0. Default 5 minutes; null: for ever.
    /// Choose it well above the longest run: a lane given up costs a thread, and a session, until the run does return.
    /// </summary>
    public TimeSpan? Watchdog { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>
    /// How long disposal waits for runs that do not end when told to, and then, as a swap does, for sessions to close; 0 or more. Default 10 s. Choose more than the model's longest node takes.
    /// </summary>
    public TimeSpan ShutdownPatience { get; init; } = TimeSpan.FromSeconds(10);

    internal Failure? Check() => this switch
    {
        _ when FirstBackoff <= TimeSpan.Zero || MaxBackoff < FirstBackoff =>
            Invalid($"backoff must be above 0 and not shrink, not {Seconds(FirstBackoff)} to {Seconds(MaxBackoff)}."),
        { Jitter: not (>= 0 and <= 1) } => Invalid($"jitter must be 0 to 1, not {Jitter}."),
        { MaxRestarts: < 0 } => Invalid($"max-restarts must be 0 or more, not {MaxRestarts}."),
        _ when RestartWindow <= TimeSpan.Zero => Invalid($"the restart window must be above 0, not {Seconds(RestartWindow)}."),
        _ when Watchdog <= TimeSpan.Zero => Invalid($"the watchdog must be above 0, not {Seconds(Watchdog!.Value)}."),
        _ when ShutdownPatience < TimeSpan.Zero => Invalid($"the patience at shutdown must be 0 or more, not {Seconds(ShutdownPatience)}."),
        _ => null,
    };

    private static string Seconds(TimeSpan time) => $"{time.TotalSeconds:0.###} s";

    private static Failure Invalid(string message) => new(ErrorKind.InvalidInput, message);
}
