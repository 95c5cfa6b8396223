using System.Runtime.InteropServices;

namespace ActorInference.Formats.Npy;

/// <summary>Copies column-major elements (first dimension fastest) to row-major order (last dimension fastest).</summary>
internal static class FortranOrder
{
    /// <summary>Elements of 1, 2, 4 or 8 bytes; both spans hold the whole array.</summary>
    public static void ToRowMajor(ReadOnlySpan<byte> source, Span<byte> target, int elementBytes, TensorShape shape)
    {
        switch (elementBytes)
        {
            case 1:
                ToRowMajor(source, target, shape);
                break;
            case 2:
                ToRowMajor(MemoryMarshal.Cast<byte, ushort>(source), MemoryMarshal.Cast<byte, ushort>(target), shape);
                break;
            case 4:
                ToRowMajor(MemoryMarshal.Cast<byte, uint>(source), MemoryMarshal.Cast<byte, uint>(target), shape);
                break;
            case 8:
                ToRowMajor(MemoryMarshal.Cast<byte, ulong>(source), MemoryMarshal.Cast<byte, ulong>(target), shape);
                break;
        }
    }

    /// <summary>Both spans hold <c>shape.ElementCount</c> elements.</summary>
    public static void ToRowMajor<T>(ReadOnlySpan<T> source, Span<T> target, TensorShape shape)
    {
        var dimensions = shape.Dimensions;
        var index = new long[dimensions.Length];
        var strides = new long[dimensions.Length];
        long stride = 1;
        for (var i = 0; i < dimensions.Length; i++)
        {
            strides[i] = stride;
            stride *= dimensions[i];
        }

        long from = 0;
        for (var to = 0; to < target.Length; to++)
        {
            target[to] = source[(int)from];
            for (var axis = dimensions.Length - 1; axis >= 0; axis--)
            {
                from += strides[axis];
                if (++index[axis] < dimensions[axis]) break;
                from -= strides[axis] * dimensions[axis];
                index[axis] = 0;
            }
        }
    }
}
