namespace ActorInference;

/// <summary>How one prediction is asked for.</summary>
public sealed record PredictionOptions
{
    internal static PredictionOptions Default { get; } = new();

    /// <summary>
    /// Who goes first among waiting requests. Default <see cref="Priority.Normal"/>. A level that has been passed over eight times while something of it
    /// waited goes next, so the lowest finishes under any flood of the highest.
    /// </summary>
    public Priority Priority { get; init; } = Priority.Normal;

    /// <summary>
    /// How long the request may wait before it runs; 0 or less fails it at once. Default: for ever. When it passes, waiting for room or for a lane, the request fails with
    /// <see cref="ErrorKind.DeadlineExceeded"/> and does not run; a run under way is not ended by it. Choose what the answer is worth waiting for, less the time of a run.
    /// </summary>
    public TimeSpan? Deadline { get; init; }

    /// <summary>What happens when there is no room. Default <see cref="WhenFull.Wait"/>.</summary>
    public WhenFull WhenFull { get; init; } = WhenFull.Wait;

    internal Failure? Check() => this switch
    {
        { Priority: < Priority.High or > Priority.Low } => new(ErrorKind.InvalidInput, $"there is no priority {Priority}; there is {string.Join(", ", Enum.GetNames<Priority>())}."),
        { WhenFull: < WhenFull.Wait or > WhenFull.DropOldest } => new(ErrorKind.InvalidInput, $"there is no way {WhenFull} when full; there is {string.Join(", ", Enum.GetNames<WhenFull>())}."),
        _ => null,
    };
}
