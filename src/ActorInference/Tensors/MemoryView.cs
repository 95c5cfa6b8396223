namespace ActorInference;

/// <summary>A part of another block, which stays where it is until its last view is gone, whatever its owner does.</summary>
internal sealed class MemoryView : TensorMemory
{
    private readonly MemoryHold _hold;
    private readonly bool _held; // false when the owner was faster than the constructor

    /// <summary><paramref name="offset"/> plus <paramref name="byteLength"/> must lie within <paramref name="memory"/>.</summary>
    public MemoryView(TensorMemory memory, nint offset, nuint byteLength)
        : base(memory.Address + offset, byteLength)
    {
        Root = memory.Root;
        _hold = new MemoryHold(Root);
        _held = true;
    }

    /// <inheritdoc/>
    internal override TensorMemory Root { get; }

    /// <inheritdoc/>
    protected override bool ReleaseHandle()
    {
        if (_held) _hold.Dispose();
        return true;
    }
}
