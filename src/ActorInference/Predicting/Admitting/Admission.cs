namespace ActorInference.Predicting;

/// <summary>
/// The one bound on what is in flight, in items and bytes, and the callers that wait for room. Guarded by the router's lock; bytes may be given back without it.
/// </summary>
internal sealed class Admission(AdmissionOptions options)
{
    private readonly PriorityTurns _waiting = new();
    private long _bytes;
    private int _waitingCount;

    // What blocked callers hold that wait for room themselves: it comes back only after they have got it, or have failed.
    private long _heldByWaiting;

    public AdmissionOptions Options => options;

    public int Items { get; private set; }

    public int MostItems { get; private set; }

    public long Bytes => Volatile.Read(ref _bytes);

    public long MostBytes { get; private set; }

    /// <summary>Callers that wait for room. May be read without the lock.</summary>
    public int WaitingCount => Volatile.Read(ref _waitingCount);

    public bool HasRoom(Request request) => Items < options.MaxItems && request.ReservedBytes <= options.MaxBytes - Bytes;

    /// <summary>Takes room that there is.</summary>
    public void Reserve(Request request)
    {
        MostItems = Math.Max(MostItems, ++Items);
        MostBytes = Math.Max(MostBytes, Interlocked.Add(ref _bytes, request.ReservedBytes));
    }

    /// <summary>An admitted request is done with.</summary>
    public void ReleaseItem() => Items--;

    /// <summary>Changes what is accounted; without the lock only downwards.</summary>
    public void AddBytes(long bytes)
    {
        var now = Interlocked.Add(ref _bytes, bytes);
        if (bytes > 0) MostBytes = Math.Max(MostBytes, now);
    }

    public void AddWaiting(Request request)
    {
        request.State = RequestState.WaitingForRoom;
        _waiting.Of(request).AddLast(request);
        if (request.Completion is BlockedCaller caller && caller.Waiting++ == 0) _heldByWaiting += caller.HeldBytes;

        // A fence: whoever gives bytes back looks here after, and we look at the bytes after. One of both must see the other.
        Interlocked.Increment(ref _waitingCount);
    }

    public void RemoveWaiting(Request request)
    {
        _waiting.Of(request).Remove(request);
        if (request.Completion is BlockedCaller caller && --caller.Waiting == 0) _heldByWaiting -= caller.HeldBytes;
        Interlocked.Decrement(ref _waitingCount);
    }

    /// <summary>A blocked caller has a result, which it cannot dispose before its call returns.</summary>
    public void Hold(BlockedCaller caller, long bytes)
    {
        caller.HeldBytes += bytes;
        if (caller.Waiting > 0) _heldByWaiting += bytes;
    }

    /// <summary>Whether there will be room without anybody's failing: not if those who hold the bytes wait for room themselves.</summary>
    public bool CanWait(Request request) => request.ReservedBytes <= options.MaxBytes - _heldByWaiting;

    /// <summary>Who goes before its turn, or fails, so that its call returns and gives back what it holds.</summary>
    public Request FirstThatHolds() => _waiting.All().First(request => request.Completion is BlockedCaller { HeldBytes: > 0 });

    /// <summary>Whose turn it is; null when nobody waits. Who is large waits for room before the smaller ones behind it, so that it does not wait for ever.</summary>
    public Request? NextWaiting() => _waitingCount == 0 ? null : _waiting.Next();

    /// <summary>Whether it would be the turn of a request that does not wait, if it did.</summary>
    public bool IsNext(Request request) => _waitingCount == 0 || _waiting.WouldBeNext(request);

    /// <summary>Notes that a request has its turn, in the line or past it.</summary>
    public void NoteTurn(Request request) => _waiting.Took((int)request.Priority);

    /// <summary>Takes who had the turn out of the line.</summary>
    public void TakeWaiting(Request request)
    {
        NoteTurn(request);
        RemoveWaiting(request);
    }
}
