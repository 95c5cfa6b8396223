namespace ActorInference.Akka.Streams.Flows;

/// <summary>An item of a flow of batches, from when it comes until its outcome leaves. Guarded by the custody's lock.</summary>
/// <param name="given">The item, or what it failed with before.</param>
internal sealed class BatchTicket<T>(Outcome<T> given)
{
    /// <summary>The item, or what it failed with before.</summary>
    public Outcome<T> Given => given;

    /// <summary>What became of it; a failure until it is predicted.</summary>
    public Outcome<Predicted<T>> Outcome { get; set; } = given.Failure ?? new Failure(ErrorKind.Cancelled, "nobody wants the outcome any more.");

    /// <summary>Whether the item is nobody's any more.</summary>
    public bool IsReleased { get; set; } = !given.Succeeded;
}
