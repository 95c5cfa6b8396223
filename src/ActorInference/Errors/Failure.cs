namespace ActorInference;

/// <summary>Why an item has no value: failure as data.</summary>
/// <param name="Kind">The cause, out of the closed set.</param>
/// <param name="Message">One line that ends as a sentence does: what was wrong, with which item, and what to do.</param>
public sealed record Failure(ErrorKind Kind, string Message)
{
    /// <summary>When it may be worth trying again; null when nobody can say.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>The same failure as an exception, for the public edge.</summary>
    public InferenceException ToException() => new(this);

    /// <inheritdoc/>
    public override string ToString() => $"{Kind.Name()}: {Message}";
}
