namespace ActorInference;

/// <summary>
/// What goes into or comes out of a model: a <see cref="Tensor"/>, a <see cref="SequenceValue"/> or a <see cref="MapValue"/>.
/// Whoever holds a value disposes it, once; a sequence or map owns its parts.
/// </summary>
public abstract class Value : IDisposable
{
    // Set once, by whoever hands the value over first.
    private object? _owner;

    private protected Value()
    {
    }

    /// <summary>Gives the memory back. Using the value afterwards throws <see cref="ObjectDisposedException"/>; disposing again does nothing.</summary>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Makes it <paramref name="owner"/>'s for good; false when it, or a part of it, was handed over before. Thread-safe.</summary>
    internal virtual bool TryHandOver(object owner) => Interlocked.CompareExchange(ref _owner, owner, null) is null;

    /// <summary>Disposes as much of it as was handed over to <paramref name="owner"/>.</summary>
    internal virtual void DisposeFor(object owner)
    {
        if (ReferenceEquals(Volatile.Read(ref _owner), owner)) Dispose();
    }

    /// <summary>Releases what the value owns.</summary>
    protected abstract void Dispose(bool disposing);
}
