using ActorInference.Predicting;

namespace ActorInference.Akka.Cluster;

/// <summary>
/// Requests that wait for a node, by priority, and whose turn it is: the highest level that waits, but one that has been passed over eight times goes first, as in a predictor. One that was at a node already goes to
/// the front of its level. Belongs to the frontend's actor.
/// </summary>
internal sealed class WaitingRequests
{
    private readonly LinkedList<FrontendRequest>[] _levels = [new(), new(), new()];
    private readonly int[] _passedOver = new int[3];

    public int Count => _levels.Sum(level => level.Count);

    public IEnumerable<FrontendRequest> All => _levels.SelectMany(level => level);

    /// <summary>Who has waited longest; null when nobody does.</summary>
    public FrontendRequest? Oldest => _levels.Select(level => level.First?.Value).MinBy(first => first?.Arrived ?? long.MaxValue);

    public void AddLast(FrontendRequest request) => request.Place = LevelOf(request).AddLast(request);

    public void AddFirst(FrontendRequest request) => request.Place = LevelOf(request).AddFirst(request);

    public void Remove(FrontendRequest request)
    {
        if (request.Place is null) return;
        LevelOf(request).Remove(request.Place);
        request.Place = null;
    }

    /// <summary>Whose turn it is; null when nobody waits.</summary>
    public FrontendRequest? Next()
    {
        for (var level = 0; level < _levels.Length; level++)
        {
            if (_passedOver[level] >= PriorityTurns.Patience && _levels[level].First is { } starving) return starving.Value;
        }

        return _levels.FirstOrDefault(level => level.Count > 0)?.First!.Value;
    }

    /// <summary>Takes the one whose turn it is out of the line.</summary>
    public void Took(FrontendRequest request)
    {
        var own = (int)request.Request.Options.Priority;
        Remove(request);
        _passedOver[own] = 0;
        for (var level = 0; level < _levels.Length; level++)
        {
            if (level != own && _levels[level].Count > 0) _passedOver[level]++;
        }
    }

    private LinkedList<FrontendRequest> LevelOf(FrontendRequest request) => _levels[(int)request.Request.Options.Priority];
}
