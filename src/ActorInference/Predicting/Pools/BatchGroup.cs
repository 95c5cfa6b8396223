namespace ActorInference.Predicting;

/// <summary>Waiting requests that may share a run. Guarded by the router's lock.</summary>
internal sealed class BatchGroup
{
    private readonly RequestList[] _levels = RequestList.ByPriority(RequestList.Kind.Group);

    // When a member must start at the latest because of its deadline; the earliest of all since the group was last empty.
    private long _mustStart = long.MaxValue;

    public int Count { get; private set; }

    public long Rows { get; private set; }

    public long Bytes { get; private set; }

    public void Add(Request request, long mustStart)
    {
        _levels[(int)request.Priority].AddInTurn(request);
        _mustStart = Math.Min(_mustStart, mustStart);
        Count++;
        Rows += request.Rows;
        Bytes += request.InputBytes;
    }

    public void Remove(Request request)
    {
        _levels[(int)request.Priority].Remove(request);
        Count--;
        Rows -= request.Rows;
        Bytes -= request.InputBytes;
        if (Count == 0) _mustStart = long.MaxValue;
    }

    /// <summary>Those who are here are kept waiting for company no longer.</summary>
    public void Hurry(long now) => _mustStart = Math.Min(_mustStart, now);

    /// <summary>When it may be kept waiting for company no longer.</summary>
    public long RipeAt(long within)
    {
        var oldest = long.MaxValue;
        foreach (var level in _levels)
        {
            if (level.First is { } first) oldest = Math.Min(oldest, first.Queued);
        }

        return oldest == long.MaxValue ? long.MaxValue : Math.Min(_mustStart, oldest + within);
    }

    /// <summary>
    /// The members that go next, after <paramref name="chosen"/>, which is always one of them: its own level first, then the others from the top, as long as
    /// they do not exceed <paramref name="maxRows"/> or <paramref name="maxBytes"/>. They stay members until they are removed.
    /// </summary>
    public void Gather(Request chosen, long maxRows, long maxBytes, List<Request> batch)
    {
        batch.Add(chosen);
        long rows = chosen.Rows;
        var bytes = chosen.InputBytes;
        var own = (int)chosen.Priority;
        for (var i = -1; i < _levels.Length; i++)
        {
            if (i == own) continue;
            for (var next = _levels[i < 0 ? own : i].First; next is not null; next = next.InGroup.Next)
            {
                if (next == chosen) continue;
                if (rows + next.Rows > maxRows || bytes + next.InputBytes > maxBytes) return;
                batch.Add(next);
                rows += next.Rows;
                bytes += next.InputBytes;
            }
        }
    }
}
