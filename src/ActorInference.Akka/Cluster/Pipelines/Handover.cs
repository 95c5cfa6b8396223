namespace ActorInference.Akka.Cluster.Pipelines;

/// <summary>
/// An item on its way from one actor to another. Akka.Streams drops what it is taking across when either has ended, and knows no owner: so only the word crosses that there is something, and the item waits here,
/// one at a time. What nobody takes any more is disposed. Thread-safe.
/// </summary>
internal sealed class Handover<T>
    where T : Value
{
    private readonly Lock _gate = new();
    private Outcome<T> _item;
    private bool _isThere;
    private bool _isClosed;

    /// <summary>Puts an item there, which it owns from then on.</summary>
    public void Give(Outcome<T> item)
    {
        lock (_gate)
        {
            if (!_isClosed)
            {
                (_item, _isThere) = (item, true);
                return;
            }
        }

        Dispose(item);
    }

    /// <summary>Takes it, for the caller to own; a failure once it is closed.</summary>
    public Outcome<T> Take()
    {
        lock (_gate)
        {
            if (!_isThere) return new Failure(ErrorKind.Cancelled, "the stream was cancelled.");
            var item = _item;
            (_item, _isThere) = (default, false);
            return item;
        }
    }

    /// <summary>Disposes what is there, and whatever comes later.</summary>
    public void Close()
    {
        lock (_gate) _isClosed = true;
        Dispose(Take());
    }

    private static void Dispose(Outcome<T> item)
    {
        if (item.TryGet(out var value, out _)) value.Dispose();
    }
}
