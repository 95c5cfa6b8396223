namespace ActorInference.Predicting;

/// <summary>The failures of a pool within a window of time.</summary>
internal sealed class RestartWindow(int limit, long window)
{
    private readonly Queue<long> _failures = new();

    /// <summary>Notes a failure; true when that is one too many.</summary>
    public bool Note(long now)
    {
        _failures.Enqueue(now);
        while (_failures.Peek() <= now - window) _failures.Dequeue();
        return _failures.Count > limit;
    }

    /// <summary>Begins anew.</summary>
    public void Clear() => _failures.Clear();
}
