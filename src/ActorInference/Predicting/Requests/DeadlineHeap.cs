namespace ActorInference.Predicting;

/// <summary>Waiting requests by deadline, the earliest first. Each knows its place, so that any of them can be taken out.</summary>
internal sealed class DeadlineHeap
{
    private readonly List<Request> _heap = [];

    /// <summary>The request whose deadline comes first; null when there is none.</summary>
    public Request? First => _heap.Count == 0 ? null : _heap[0];

    public void Add(Request request)
    {
        _heap.Add(request);
        Rise(_heap.Count - 1, request);
    }

    public void Remove(Request request)
    {
        var hole = request.InHeap;
        request.InHeap = Request.NotInHeap;
        var last = _heap[^1];
        _heap.RemoveAt(_heap.Count - 1);
        if (last == request) return;
        if (hole > 0 && last.Deadline < _heap[(hole - 1) / 2].Deadline) Rise(hole, last);
        else Sink(hole, last);
    }

    private void Rise(int hole, Request request)
    {
        while (hole > 0 && request.Deadline < _heap[(hole - 1) / 2].Deadline)
        {
            Place(hole, _heap[(hole - 1) / 2]);
            hole = (hole - 1) / 2;
        }

        Place(hole, request);
    }

    private void Sink(int hole, Request request)
    {
        while (true)
        {
            var child = (2 * hole) + 1;
            if (child >= _heap.Count) break;
            if (child + 1 < _heap.Count && _heap[child + 1].Deadline < _heap[child].Deadline) child++;
            if (request.Deadline <= _heap[child].Deadline) break;
            Place(hole, _heap[child]);
            hole = child;
        }

        Place(hole, request);
    }

    private void Place(int index, Request request)
    {
        _heap[index] = request;
        request.InHeap = index;
    }
}
