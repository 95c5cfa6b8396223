namespace ActorInference;

/// <summary>A <see cref="ActorInference.Failure"/> at the public edge, where callers expect an exception.</summary>
public sealed class InferenceException : Exception
{
    /// <summary>Wraps <paramref name="failure"/>; the message is the failure's own line.</summary>
    public InferenceException(Failure failure)
        : base(failure.Message) => Failure = failure;

    /// <summary>What went wrong, as data.</summary>
    public Failure Failure { get; }

    /// <summary>The failure's kind.</summary>
    public ErrorKind Kind => Failure.Kind;
}
