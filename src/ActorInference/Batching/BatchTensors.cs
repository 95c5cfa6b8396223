namespace ActorInference.Batching;

/// <summary>Puts tensors together along the first dimension, and takes them apart again.</summary>
internal static unsafe class BatchTensors
{
    /// <summary>
    /// One tensor of <paramref name="rows"/> rows with the input at <paramref name="index"/> of each item; rows beyond theirs repeat the first, which no model
    /// can take amiss. Without a copy where they lie side by side already. The caller owns it.
    /// </summary>
    public static Tensor Join(ReadOnlySpan<BatchItem> items, int index, int rows)
    {
        var first = Part(items[0], index);
        var shape = WithRows(first.Shape, rows);
        if (SideBySide(items, index, first, shape) is { } view) return view;

        var joined = Tensor.Allocate(first.ElementType, shape);
        try
        {
            var target = (byte*)joined.Memory.Address;
            var end = target + joined.ByteLength;
            foreach (var item in items)
            {
                var part = Part(item, index);
                Buffer.MemoryCopy((void*)part.Memory.Address, target, end - target, part.ByteLength);
                target += part.ByteLength;
                GC.KeepAlive(part);
            }

            var row = joined.ByteLength / rows;
            for (; target < end; target += row) Buffer.MemoryCopy((void*)joined.Memory.Address, target, end - target, row);
            return joined;
        }
        catch
        {
            joined.Dispose();
            throw;
        }
    }

    /// <summary>A copy of rows <paramref name="start"/> to <paramref name="start"/> + <paramref name="count"/>. The caller owns it.</summary>
    public static Tensor Cut(Tensor tensor, int start, int count)
    {
        var row = tensor.Shape[0] == 0 ? 0 : tensor.ByteLength / tensor.Shape[0];
        var part = Tensor.Allocate(tensor.ElementType, WithRows(tensor.Shape, count));
        Buffer.MemoryCopy((byte*)tensor.Memory.Address + (row * start), (void*)part.Memory.Address, part.ByteLength, part.ByteLength);
        GC.KeepAlive(tensor);
        return part;
    }

    /// <summary>The same shape with another first dimension.</summary>
    public static TensorShape WithRows(TensorShape shape, long rows)
    {
        if (shape[0] == rows) return shape;
        Span<long> dimensions = stackalloc long[shape.Rank];
        shape.Dimensions.CopyTo(dimensions);
        dimensions[0] = rows;
        return new(dimensions);
    }

    private static Tensor? SideBySide(ReadOnlySpan<BatchItem> items, int index, Tensor first, TensorShape shape)
    {
        var root = first.Memory.Root;
        var next = first.Memory.Address;
        foreach (var item in items)
        {
            var part = Part(item, index);
            if (part.Memory.Root != root || part.Memory.Address != next) return null;
            next += (nint)part.ByteLength;
        }

        var length = checked(shape.ElementCount * first.ElementType.ByteSize());
        return next - first.Memory.Address == length ? new(first.ElementType, shape, new MemoryView(first.Memory, 0, (nuint)length)) : null;
    }

    private static Tensor Part(BatchItem item, int index) => (Tensor)item.Inputs[index].Value;
}
