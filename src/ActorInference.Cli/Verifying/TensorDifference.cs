using ActorInference.Cli.Terminal;

namespace ActorInference.Cli.Verifying;

/// <summary>Says in one line how two tensors differ: floats within a tolerance, everything else exactly.</summary>
internal static class TensorDifference
{
    /// <summary>Null when the tensors count as equal.</summary>
    public static string? Between(Tensor actual, Tensor expected, Tolerance tolerance)
    {
        if (actual.ElementType != expected.ElementType || actual.Shape != expected.Shape) return $"is {actual} instead of {expected}";
        return expected.ElementType switch
        {
            ElementType.Float32 => Floats<float>(actual, expected, tolerance, static x => x),
            ElementType.Float64 => Floats<double>(actual, expected, tolerance, static x => x),
            ElementType.Float16 => Floats<Half>(actual, expected, tolerance, static x => (double)x),
            ElementType.BFloat16 => Floats<BFloat16>(actual, expected, tolerance, static x => x),
            ElementType.Int8 => Exact<sbyte>(actual.Span<sbyte>(), expected.Span<sbyte>(), expected.Shape),
            ElementType.Int16 => Exact<short>(actual.Span<short>(), expected.Span<short>(), expected.Shape),
            ElementType.Int32 => Exact<int>(actual.Span<int>(), expected.Span<int>(), expected.Shape),
            ElementType.Int64 => Exact<long>(actual.Span<long>(), expected.Span<long>(), expected.Shape),
            ElementType.UInt8 => Exact<byte>(actual.Span<byte>(), expected.Span<byte>(), expected.Shape),
            ElementType.UInt16 => Exact<ushort>(actual.Span<ushort>(), expected.Span<ushort>(), expected.Shape),
            ElementType.UInt32 => Exact<uint>(actual.Span<uint>(), expected.Span<uint>(), expected.Shape),
            ElementType.UInt64 => Exact<ulong>(actual.Span<ulong>(), expected.Span<ulong>(), expected.Shape),
            ElementType.Bool => Exact<bool>(actual.Span<bool>(), expected.Span<bool>(), expected.Shape),
            ElementType.String => Exact<string>(actual.Strings(), expected.Strings(), expected.Shape),
            _ => throw new ArgumentException($"not an element type: {expected.ElementType}", nameof(expected)),
        };
    }

    private static string? Floats<T>(Tensor actual, Tensor expected, Tolerance tolerance, Func<T, double> widen)
        where T : unmanaged
    {
        var ours = actual.Span<T>();
        var theirs = expected.Span<T>();
        var off = 0L;
        var worst = 0;
        var worstExcess = double.NegativeInfinity;
        for (var i = 0; i < theirs.Length; i++)
        {
            var (a, b) = (widen(ours[i]), widen(theirs[i]));
            if (tolerance.Allows(a, b)) continue;
            off++;

            // NaN or an infinity on one side only is worse than any number.
            var excess = Math.Abs(a - b) - tolerance.Around(b);
            if (!double.IsFinite(excess)) excess = double.PositiveInfinity;
            if (excess <= worstExcess) continue;
            (worst, worstExcess) = (i, excess);
        }

        if (off == 0) return null;
        var (x, y) = (widen(ours[worst]), widen(theirs[worst]));
        var by = double.IsFinite(worstExcess) ? $", off by {Math.Abs(x - y):G3} where {tolerance.Around(y):G3} is allowed" : "";
        return $"{Count(off, theirs.Length)} off, the worst at {At(worst, expected.Shape)}: {x:G7} instead of {y:G7}{by}";
    }

    private static string? Exact<T>(ReadOnlySpan<T> actual, ReadOnlySpan<T> expected, TensorShape shape)
        where T : IEquatable<T>
    {
        var off = 0L;
        var first = -1;
        for (var i = 0; i < expected.Length; i++)
        {
            if (actual[i].Equals(expected[i])) continue;
            off++;
            if (first < 0) first = i;
        }

        return off == 0 ? null : $"{Count(off, expected.Length)} different, the first at {At(first, shape)}: {Text(actual[first])} instead of {Text(expected[first])}";
    }

    private static string Count(long off, long all) => all == 1 ? "its element is" : $"{off:N0} of {all:N0} elements {(off == 1 ? "is" : "are")}";

    private static string Text<T>(T element) => element is string text ? $"\"{OneLine.Of(text, 40)}\"" : element is bool flag ? (flag ? "true" : "false") : $"{element}";

    /// <summary>The position of an element as indices, <c>[0,3,1]</c>.</summary>
    private static string At(long index, TensorShape shape)
    {
        var indices = new long[shape.Rank];
        for (var axis = shape.Rank - 1; axis >= 0; axis--) (index, indices[axis]) = Math.DivRem(index, shape[axis]);
        return $"[{string.Join(',', indices)}]";
    }
}
