namespace ActorInference;

/// <summary>
/// What goes into or comes out of a model: a <see cref="Tensor"/>, a <see cref="SequenceValue"/> or a <see cref="MapValue"/>.
/// Whoever holds a value disposes it, once; a sequence or map owns its parts.
/// </summary>
public abstract class Value : IDisposable
{
    private protected Value()
    {
    }

    /// <summary>Gives the memory back. Using the value afterwards throws <see cref="ObjectDisposedException"/>; disposing again does nothing.</summary>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Releases what the value owns.</summary>
    protected abstract void Dispose(bool disposing);
}
