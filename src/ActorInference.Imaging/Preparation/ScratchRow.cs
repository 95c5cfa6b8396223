using System.Buffers;

namespace ActorInference.Imaging;

/// <summary>A row of exactly <c>length</c> elements from the shared array pool; contents undefined. Empty rows rent nothing.</summary>
internal sealed class ScratchRow<T>(int length) : IDisposable
    where T : unmanaged
{
    private readonly T[] _array = length == 0 ? [] : ArrayPool<T>.Shared.Rent(length);

    public Span<T> Span => _array.AsSpan(0, length);

    public void Dispose()
    {
        if (length > 0) ArrayPool<T>.Shared.Return(_array);
    }
}
