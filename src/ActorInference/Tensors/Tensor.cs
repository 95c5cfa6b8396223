using System.Runtime.CompilerServices;

namespace ActorInference;

/// <summary>
/// A dense tensor, row-major, in native memory (strings: a managed array) that begins at a multiple of 64 bytes, but for tensors that lie side by side
/// (<see cref="AllocateSideBySide"/>), of which each begins where the one before it ends, at a multiple of its element's size.
/// Whoever holds a tensor disposes it; handing it to a request hands over ownership.
/// Not thread-safe, except that <see cref="Value.Dispose()"/> may race with a <see cref="TensorMemory.Hold"/>: the memory then stays until the hold ends.
/// </summary>
public sealed unsafe class Tensor : Value
{
    private readonly TensorMemory? _memory;
    private string[]? _strings;

    /// <summary>
    /// A tensor over <paramref name="memory"/>, which it then owns. Length required:
    /// <c>shape.ElementCount * elementType.ByteSize()</c> bytes.
    /// </summary>
    public Tensor(ElementType elementType, TensorShape shape, TensorMemory memory)
    {
        if (elementType == ElementType.String) throw new ArgumentException("Strings do not live in native memory: use FromStrings.", nameof(elementType));
        ElementType = elementType;
        Shape = shape;
        ByteLength = checked(shape.ElementCount * elementType.ByteSize());
        if ((ulong)ByteLength > memory.ByteLength)
        {
            throw new ArgumentException($"{elementType.Name()} {shape} needs {ByteLength:N0} bytes; the memory has {memory.ByteLength:N0}.", nameof(memory));
        }

        _memory = memory;
    }

    private Tensor(TensorShape shape, string[] strings)
    {
        ElementType = ElementType.String;
        Shape = shape;
        _strings = strings;
    }

    /// <summary>What the elements are.</summary>
    public ElementType ElementType { get; }

    /// <summary>The dimensions, outermost first.</summary>
    public TensorShape Shape { get; }

    /// <summary>Bytes of native memory in use: elements times element size; 0 for strings.</summary>
    public long ByteLength { get; }

    internal bool IsDisposed => _memory is null ? _strings is null : _memory.IsDisposedByOwner;

    /// <summary>The memory below; throws for strings.</summary>
    public TensorMemory Memory => _memory ?? throw new InvalidOperationException("A string tensor has no native memory.");

    /// <summary>A tensor with undefined contents. The caller owns it.</summary>
    public static Tensor Allocate(ElementType elementType, TensorShape shape, TensorPool? pool = null)
    {
        if (elementType == ElementType.String) return new(shape, CreateStrings(shape));
        var bytes = checked(shape.ElementCount * elementType.ByteSize());
        return new(elementType, shape, (pool ?? TensorPool.Shared).Rent(bytes));
    }

    /// <summary>A tensor with a copy of <paramref name="elements"/>, which must be <c>shape.ElementCount</c> long. The caller owns it.</summary>
    public static Tensor From<T>(ReadOnlySpan<T> elements, TensorShape shape, TensorPool? pool = null)
        where T : unmanaged
    {
        CheckCount(elements.Length, shape);
        var tensor = Allocate(ElementTypes.Of<T>(), shape, pool);
        elements.CopyTo(tensor.Span<T>());
        return tensor;
    }

    /// <summary>A tensor with a copy of <paramref name="elements"/>. The caller owns it.</summary>
    public static Tensor From<T>(T[] elements, TensorShape shape, TensorPool? pool = null)
        where T : unmanaged => From((ReadOnlySpan<T>)elements, shape, pool);

    /// <summary>
    /// <paramref name="count"/> tensors of <paramref name="shape"/>, contents undefined, one behind the other without a gap in one block, of which only the first is
    /// sure to begin at a multiple of 64 bytes. The block goes back when the last of them is disposed. Whoever fills them for a batch writes straight into their places in it: tensors that lie side by side
    /// along the first dimension become one batch without a copy. The caller owns each.
    /// </summary>
    public static Tensor[] AllocateSideBySide(ElementType elementType, TensorShape shape, int count, TensorPool? pool = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        if (elementType == ElementType.String) return [.. Enumerable.Range(0, count).Select(_ => new Tensor(shape, CreateStrings(shape)))];
        var bytes = checked(shape.ElementCount * elementType.ByteSize());
        using var block = (pool ?? TensorPool.Shared).Rent(checked(bytes * count));
        var tensors = new Tensor[count];
        for (var i = 0; i < count; i++) tensors[i] = new(elementType, shape, new MemoryView(block, (nint)(bytes * i), (nuint)bytes));
        return tensors;
    }

    /// <summary>A tensor of rank 0.</summary>
    public static Tensor Scalar<T>(T element)
        where T : unmanaged => From([element], default);

    /// <summary>A string tensor over <paramref name="elements"/>, which it takes as they are.</summary>
    public static Tensor FromStrings(string[] elements, TensorShape shape)
    {
        CheckCount(elements.Length, shape);
        return new(shape, elements);
    }

    /// <summary>
    /// The elements, in row-major order; valid while the tensor is reachable and not disposed. Throws when <typeparamref name="T"/> is not the element type,
    /// and for more than 2^31 - 1 elements (use <see cref="Memory"/>).
    /// </summary>
    public Span<T> Span<T>()
        where T : unmanaged
    {
        if (ElementTypes.Of<T>() != ElementType)
        {
            throw new InvalidOperationException($"The tensor holds {ElementType.Name()}, not {ElementTypes.Of<T>().Name()}.");
        }

        return new((void*)Memory.Address, checked((int)Shape.ElementCount));
    }

    /// <summary>The raw bytes, <see cref="ByteLength"/> long; valid while the tensor is reachable and not disposed.</summary>
    public Span<byte> Bytes() => new((void*)Memory.Address, checked((int)ByteLength));

    /// <summary>The elements of a string tensor.</summary>
    public Span<string> Strings()
    {
        if (ElementType != ElementType.String) throw new InvalidOperationException($"The tensor holds {ElementType.Name()}, not string.");
        return _strings ?? throw new ObjectDisposedException(nameof(Tensor));
    }

    /// <summary>A copy in the shared pool. The caller owns it.</summary>
    public Tensor Clone()
    {
        if (ElementType == ElementType.String) return FromStrings(Strings().ToArray(), Shape);
        var copy = Allocate(ElementType, Shape);
        Buffer.MemoryCopy((void*)Memory.Address, (void*)copy.Memory.Address, copy.ByteLength, ByteLength);
        GC.KeepAlive(this);
        return copy;
    }

    /// <summary>Another tensor over the same memory, which goes back when both are disposed. The caller owns it; what is written into one is seen in the other.</summary>
    public Tensor Share() =>
        ElementType == ElementType.String ? FromStrings(_strings ?? throw new ObjectDisposedException(nameof(Tensor)), Shape) : new(ElementType, Shape, new MemoryView(Memory, 0, (nuint)ByteLength));

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        _memory?.Dispose();
        _strings = null;
    }

    /// <summary><c>float32 [1,3,224,224]</c>.</summary>
    public override string ToString() => $"{ElementType.Name()} {Shape}";

    private static string[] CreateStrings(TensorShape shape)
    {
        var strings = new string[shape.ElementCount];
        Array.Fill(strings, "");
        return strings;
    }

    private static void CheckCount(long count, TensorShape shape, [CallerArgumentExpression(nameof(count))] string name = "")
    {
        if (count != shape.ElementCount) throw new ArgumentException($"{shape} has {shape.ElementCount} elements; {count} were given.", name);
    }
}
