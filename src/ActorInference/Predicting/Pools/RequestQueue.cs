namespace ActorInference.Predicting;

/// <summary>
/// What waits in one pool, by priority and by what fits together. Adding, taking and removing do not grow with what waits, but for the number of different shapes
/// when requests are kept for company. Guarded by the router's lock.
/// </summary>
internal sealed class RequestQueue(int maxRows, long maxBytes, long within)
{
    // Groups that are empty are kept for the next request of that shape; more of them than this are let go, for shapes may never come again.
    private const int KeptGroups = 64;

    private readonly PriorityTurns _waiting = new();
    private readonly Dictionary<ShapeKey, BatchGroup> _groups = [];

    public int Count { get; private set; }

    public long Rows { get; private set; }

    /// <summary>Bytes that are accounted to those who wait here.</summary>
    public long ReservedBytes { get; private set; }

    /// <summary>Adds a request, ahead of those of its level that came later.</summary>
    /// <param name="request">Who waits from now on.</param>
    /// <param name="mustStart">When its deadline wants it to start at the latest.</param>
    /// <returns>When it is to be run at the latest; now or earlier when nothing keeps it waiting but a lane.</returns>
    public long Add(Request request, long mustStart)
    {
        request.Queue = this;
        request.State = RequestState.Queued;
        _waiting.Of(request).AddInTurn(request);
        Count++;
        Rows += request.Rows;
        ReservedBytes += request.ReservedBytes;
        if (!request.CanJoin) return long.MinValue;

        var group = GroupOf(request);
        request.Group = group;
        group.Add(request, mustStart);
        return IsFull(group) ? long.MinValue : group.RipeAt(within);
    }

    public void Remove(Request request)
    {
        _waiting.Of(request).Remove(request);
        Count--;
        Rows -= request.Rows;
        ReservedBytes -= request.ReservedBytes;
        request.Group?.Remove(request);
        request.Group = null;
        request.Queue = null;
    }

    /// <summary>Who has waited longest; null when nobody does.</summary>
    public Request? Oldest() => _waiting.Oldest();

    /// <summary>
    /// Takes the batch that goes next for a lane that is free now, or leaves <paramref name="taken"/> empty. Where other lanes are free too,
    /// it takes no more than its share: side by side beats together.
    /// </summary>
    public void Take(long now, int otherFreeLanes, List<Request> taken)
    {
        if (Count == 0) return;
        Span<int> order = stackalloc int[RequestList.Levels];
        _waiting.Order(order);
        foreach (var level in order)
        {
            if (FirstRipe(level, now) is not { } chosen) continue;
            _waiting.Took(level);
            if (chosen.Group is not { } group) taken.Add(chosen);
            else
            {
                var share = (group.Rows + otherFreeLanes) / (otherFreeLanes + 1);
                group.Gather(chosen, Math.Min(maxRows, Math.Max(1, share)), maxBytes, taken);
                if (otherFreeLanes > 0) group.Hurry(now); // the rest is theirs, now
            }

            foreach (var request in taken) Remove(request);
            return;
        }
    }

    /// <summary>When something is to be run at the latest; now or earlier when nothing keeps it waiting but a lane.</summary>
    public long RipeAt()
    {
        if (Count == 0) return long.MaxValue;
        if (within == 0) return long.MinValue;
        var ripe = long.MaxValue;
        long grouped = 0;
        foreach (var group in _groups.Values)
        {
            grouped += group.Count;
            ripe = Math.Min(ripe, IsFull(group) ? long.MinValue : group.RipeAt(within));
        }

        return grouped < Count ? long.MinValue : ripe;
    }

    private Request? FirstRipe(int level, long now)
    {
        var first = _waiting[level].First;
        if (first is null || within == 0 || IsRipe(first, now)) return first;
        for (var request = first.InLevel.Next; request is not null; request = request.InLevel.Next)
        {
            if (IsRipe(request, now)) return request;
        }

        return null;
    }

    private bool IsRipe(Request request, long now) => request.Group is not { } group || IsFull(group) || group.RipeAt(within) <= now;

    // No room for one row more.
    private bool IsFull(BatchGroup group) => group.Rows >= maxRows || group.Bytes + (group.Bytes / Math.Max(1, group.Rows)) > maxBytes;

    private BatchGroup GroupOf(Request request)
    {
        var key = new ShapeKey(request.Inputs);
        if (_groups.TryGetValue(key, out var group)) return group;
        if (_groups.Count >= KeptGroups)
        {
            foreach (var (old, empty) in _groups)
            {
                if (empty.Count == 0) _groups.Remove(old);
            }
        }

        return _groups[key] = new();
    }
}
