namespace ActorInference;

/// <summary>While held, a tensor's memory stays where it is even if its owner disposes the tensor. Dispose exactly once.</summary>
public readonly struct MemoryHold : IDisposable
{
    private readonly TensorMemory _memory;

    internal MemoryHold(TensorMemory memory)
    {
        var added = false;
        memory.DangerousAddRef(ref added); // throws ObjectDisposedException when the owner was faster
        _memory = memory;
    }

    /// <summary>Where the memory begins; valid until this hold is disposed.</summary>
    public nint Address => _memory.DangerousGetHandle();

    /// <inheritdoc/>
    public void Dispose() => _memory.DangerousRelease();
}
