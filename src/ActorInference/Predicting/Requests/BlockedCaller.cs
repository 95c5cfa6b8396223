namespace ActorInference.Predicting;

/// <summary>A caller that blocks until all its requests have ended. One per thread, used again and again: a thread waits for one call at a time.</summary>
#pragma warning disable CA1001 // The event lives as long as its thread, and owns nothing native: nobody asks it for a wait handle.
internal sealed class BlockedCaller : ICompletion
#pragma warning restore CA1001
{
    // Spins for a few microseconds before it sleeps: waking up costs about as much as a small model's run. The number is the platform's own default.
    private const int SpinCount = 35;

    [ThreadStatic]
    private static BlockedCaller? _ofThread;

    private readonly ManualResetEventSlim _done = new(false, SpinCount);
    private Outcome<Prediction>[] _outcomes = [];
    private int _open;

    /// <summary>How many of its requests wait for room. Guarded by the router's lock.</summary>
    public int Waiting;

    /// <summary>Bytes of results that the caller cannot dispose before the call returns. Guarded by the router's lock.</summary>
    public long HeldBytes;

    /// <summary>The calling thread's, ready for <paramref name="count"/> requests.</summary>
    public static BlockedCaller Expect(int count)
    {
        var caller = _ofThread ?? new();
        _ofThread = null; // until the call has its answers: one that throws before, or calls again while it waits, must not meet the next call's
        caller._outcomes = new Outcome<Prediction>[count];
        caller._open = count;
        (caller.Waiting, caller.HeldBytes) = (0, 0);
        caller._done.Reset();
        return caller;
    }

    /// <summary>Blocks until every request has ended; the outcomes are in the order of the requests.</summary>
    public Outcome<Prediction>[] Wait()
    {
        var outcomes = _outcomes;
        if (outcomes.Length > 0) _done.Wait();
        _outcomes = []; // the thread may live long
        _ofThread = this;
        return outcomes;
    }

    /// <inheritdoc/>
    public void Complete(int index, in Outcome<Prediction> outcome)
    {
        _outcomes[index] = outcome;
        if (Interlocked.Decrement(ref _open) == 0) _done.Set();
    }
}
