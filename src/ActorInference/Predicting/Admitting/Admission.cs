namespace ActorInference.Predicting;

/// <summary>
/// The one bound on what is in flight, in items and bytes, and the callers that wait for room. Guarded by the router's lock; bytes may be given back without it.
/// </summary>
internal sealed class Admission(AdmissionOptions options)
{
    private readonly RequestList[] _waiting = [new(RequestList.Kind.Level), new(RequestList.Kind.Level), new(RequestList.Kind.Level)];
    private readonly PriorityTurns _turns = new();
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
        _waiting[(int)request.Priority].AddLast(request);
        if (request.Completion is BlockedCaller caller && caller.Waiting++ == 0) _heldByWaiting += caller.HeldBytes;

        // A fence: whoever gives bytes back looks here after, and we look at the bytes after. One of both must see the other.
        Interlocked.Increment(ref _waitingCount);
    }

    public void RemoveWaiting(Request request)
    {
        _waiting[(int)request.Priority].Remove(request);
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
    public Request FirstThatHolds() =>
        _waiting.SelectMany(level => level.All()).First(request => request.Completion is BlockedCaller { HeldBytes: > 0 });

    /// <summary>Whose turn it is; null when nobody waits. Who is large waits for room before the smaller ones behind it, so that it does not wait for ever.</summary>
    public Request? NextWaiting()
    {
        if (_waitingCount == 0) return null;
        Span<int> order = stackalloc int[PriorityTurns.Levels];
        _turns.Order(order);
        foreach (var level in order)
        {
            if (_waiting[level].First is { } first) return first;
        }

        return null;
    }

    /// <summary>Takes who had the turn out of the line.</summary>
    public void TakeWaiting(Request request)
    {
        Span<bool> waits = stackalloc bool[PriorityTurns.Levels];
        for (var i = 0; i < PriorityTurns.Levels; i++) waits[i] = _waiting[i].First is not null;
        _turns.Took((int)request.Priority, waits);
        RemoveWaiting(request);
    }

    /// <summary>Everyone who waits, in order of priority.</summary>
    public IEnumerable<Request> AllWaiting()
    {
        foreach (var level in _waiting)
        {
            while (level.First is { } first) yield return first;
        }
    }
}
