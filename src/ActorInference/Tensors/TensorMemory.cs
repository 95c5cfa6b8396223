using System.Runtime.InteropServices;

namespace ActorInference;

/// <summary>
/// A block of native memory under a tensor, with the counting that native code needs: as long as somebody holds a
/// <see cref="MemoryHold"/>, the block outlives its owner's Dispose. A block that nobody disposed is released by its finalizer.
/// </summary>
public abstract class TensorMemory : SafeHandle
{
    // SafeHandle's own IsClosed turns true only when the last hold ends; users must be refused from the owner's Dispose on.
    private volatile bool _disposedByOwner;

    /// <summary>A block of <paramref name="byteLength"/> bytes at <paramref name="address"/>; the derived class knows how to release it.</summary>
    protected TensorMemory(nint address, nuint byteLength)
        : base(0, ownsHandle: true)
    {
        SetHandle(address);
        ByteLength = byteLength;
    }

    /// <inheritdoc/>
    public override bool IsInvalid => handle == 0;

    /// <summary>Usable bytes from <see cref="Address"/> on.</summary>
    public nuint ByteLength { get; }

    internal bool IsDisposedByOwner => _disposedByOwner;

    // The block that a view is a part of.
    internal virtual TensorMemory Root => this;

    /// <summary>Where the block begins; throws <see cref="ObjectDisposedException"/> once the owner has disposed it.</summary>
    public nint Address
    {
        get
        {
            ThrowIfDisposed();
            return handle;
        }
    }

    /// <summary>Keeps the block alive until the hold is disposed, whatever its owner does meanwhile.</summary>
    public MemoryHold Hold()
    {
        ThrowIfDisposed();
        return new(this);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        _disposedByOwner = true;
        base.Dispose(disposing);
    }

    private void ThrowIfDisposed() => ObjectDisposedException.ThrowIf(_disposedByOwner, typeof(Tensor));
}
