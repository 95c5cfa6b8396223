namespace ActorInference;

/// <summary>
/// One run of a pipeline: its outcomes, to be enumerated once. It begins when it is enumerated, not before.
/// <para>
/// Every item taken from the source ends exactly once: as one outcome, or dropped by a buffer and counted. Until the consumer asks for the next outcome, the last one counts as in
/// flight. The stream ends when the source has ended and every item has; then no thread, timer or enumerator of it is left. A source that throws ends the
/// stream: what it gave before is finished, and then its exception comes out here.
/// </para>
/// <para>
/// Cancelling the enumeration, or leaving it early, aborts the run; values that nobody takes any more are disposed and count as cancelled. Disposing the enumerator waits until what was under way has returned.
/// </para>
/// </summary>
public abstract class PipelineRun<T> : IAsyncEnumerable<ItemOutcome<T>>
{
    /// <summary>How far it is, at this moment.</summary>
    public abstract PipelineSnapshot Progress { get; }

    /// <summary>Begins the run.</summary>
    /// <exception cref="InvalidOperationException">It was begun before.</exception>
    public abstract IAsyncEnumerator<ItemOutcome<T>> GetAsyncEnumerator(CancellationToken cancellationToken = default);
}
