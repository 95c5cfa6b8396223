namespace ActorInference.Akka.Cluster;

/// <summary>The replies to requests that a node has finished lately, bounded in number, bytes and time; the oldest go first. Belongs to the node's actor.</summary>
internal sealed class RememberedReplies(ClusterNodeOptions options, long rememberFor)
{
    private readonly Dictionary<Guid, (NodeReply Reply, long Until)> _replies = [];
    private readonly Queue<Guid> _order = new();
    private long _bytes;

    public int Count => _order.Count;

    /// <summary>When the oldest is forgotten; null when there is none.</summary>
    public long? NextDue => _order.TryPeek(out var oldest) ? _replies[oldest].Until : null;

    public NodeReply? Find(Guid id) => _replies.TryGetValue(id, out var found) ? found.Reply : null;

    public void Add(Guid id, NodeReply reply, long now)
    {
        if (!reply.IsLasting || options.RememberItems == 0 || reply.Bytes > options.RememberBytes || !_replies.TryAdd(id, (reply, now + rememberFor))) return;
        _order.Enqueue(id);
        _bytes += reply.Bytes;
        while (_order.Count > options.RememberItems || _bytes > options.RememberBytes) ForgetOldest();
    }

    public void ForgetDue(long now)
    {
        while (NextDue <= now) ForgetOldest();
    }

    private void ForgetOldest()
    {
        if (_replies.Remove(_order.Dequeue(), out var oldest)) _bytes -= oldest.Reply.Bytes;
    }
}
