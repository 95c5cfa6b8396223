namespace ActorInference.Predicting;

/// <summary>The deadlines of requests that have not begun to run. One thread at a time, as all of the interior.</summary>
internal sealed class Deadlines(IInterior interior)
{
    private readonly DeadlineHeap _heap = new();

    /// <summary>The request ends when its deadline passes, unless it runs before.</summary>
    public void Expect(Request request)
    {
        if (request.Deadline == Request.NoDeadline || request.InHeap != Request.NotInHeap) return;
        _heap.Add(request);
        interior.Alarm.NotLaterThan(request.Deadline);
    }

    /// <summary>Its deadline matters no more: it runs, or has ended.</summary>
    public void Forget(Request request)
    {
        if (request.InHeap != Request.NotInHeap) _heap.Remove(request);
    }

    /// <summary>Ends every request whose deadline has passed before it ran.</summary>
    public void EndLate(long now, ref Aftermath aftermath)
    {
        while (_heap.First is { } request && request.Deadline <= now) interior.End(request, interior.Refusals.Late(request), ref aftermath);
        if (_heap.First is { } next) interior.Alarm.NotLaterThan(next.Deadline);
    }
}
