namespace ActorInference.Predicting;

/// <summary>
/// Requests in line, by priority, and whose turn it is: the highest level that waits, but a level that has been passed over <see cref="Patience"/> times goes first.
/// So the lowest gets at least one turn in nine under a flood of the highest, and two flooded levels do not starve the third.
/// </summary>
internal sealed class PriorityTurns
{
    // Eight keeps 8/9 of a flooded pool for the highest level: enough that priority is felt, little enough that the lowest is seen to move.
    public const int Patience = 8;

    private readonly RequestList[] _levels = RequestList.ByPriority(RequestList.Kind.Level);
    private readonly int[] _passedOver = new int[RequestList.Levels];

    /// <summary>The line of one level.</summary>
    public RequestList this[int level] => _levels[level];

    /// <summary>The line of a request's own level.</summary>
    public RequestList Of(Request request) => _levels[(int)request.Priority];

    /// <summary>The levels in the order in which they should be looked at.</summary>
    public void Order(Span<int> levels)
    {
        var starving = -1;
        for (var level = 0; level < _levels.Length; level++)
        {
            if (_passedOver[level] >= Patience && (starving < 0 || _passedOver[level] > _passedOver[starving])) starving = level;
        }

        var next = 0;
        if (starving >= 0) levels[next++] = starving;
        for (var level = 0; level < _levels.Length; level++)
        {
            if (level != starving) levels[next++] = level;
        }
    }

    /// <summary>Who is first in the line whose turn it is; null when nobody waits.</summary>
    public Request? Next()
    {
        Span<int> order = stackalloc int[RequestList.Levels];
        Order(order);
        foreach (var level in order)
        {
            if (_levels[level].First is { } first) return first;
        }

        return null;
    }

    /// <summary>Whether it would be the turn of a request that came now.</summary>
    public bool WouldBeNext(Request request)
    {
        Span<int> order = stackalloc int[RequestList.Levels];
        Order(order);
        foreach (var level in order)
        {
            if (_levels[level].First is not null) return false;
            if (level == (int)request.Priority) return true;
        }

        return true;
    }

    /// <summary>Notes that this level has its turn, and who waits meanwhile. Before the one who has it leaves the line.</summary>
    public void Took(int level)
    {
        _passedOver[level] = 0;
        for (var other = 0; other < _levels.Length; other++)
        {
            if (other != level && _levels[other].First is not null) _passedOver[other]++;
        }
    }

    /// <summary>Who has waited longest; null when nobody does.</summary>
    public Request? Oldest()
    {
        Request? oldest = null;
        foreach (var level in _levels)
        {
            if (level.First is { } first && (oldest is null || first.Queued < oldest.Queued)) oldest = first;
        }

        return oldest;
    }

    /// <summary>Everyone, in order of priority; nobody may come or leave meanwhile.</summary>
    public IEnumerable<Request> All() => _levels.SelectMany(level => level.All());
}
