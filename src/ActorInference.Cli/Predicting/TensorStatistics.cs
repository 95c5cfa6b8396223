using ActorInference.Cli.Terminal;

namespace ActorInference.Cli.Predicting;

/// <summary>A tensor at a glance.</summary>
/// <param name="First">The first elements as text.</param>
/// <param name="Range">Least, greatest and mean element; null for strings and for no elements. NaN where an element is.</param>
internal sealed record TensorStatistics(IReadOnlyList<string> First, (double Min, double Max, double Mean)? Range)
{
    private const int FirstCount = 5;

    public static TensorStatistics Of(Tensor tensor) => tensor.ElementType switch
    {
        ElementType.Float32 => Numbers<float>(tensor, static x => x, static x => $"{x:G6}"),
        ElementType.Float64 => Numbers<double>(tensor, static x => x, static x => $"{x:G6}"),
        ElementType.Float16 => Numbers<Half>(tensor, static x => (double)x, static x => $"{(float)x:G6}"),
        ElementType.BFloat16 => Numbers<BFloat16>(tensor, static x => x, static x => $"{(float)x:G6}"),
        ElementType.Int8 => Numbers<sbyte>(tensor, static x => x, static x => $"{x}"),
        ElementType.Int16 => Numbers<short>(tensor, static x => x, static x => $"{x}"),
        ElementType.Int32 => Numbers<int>(tensor, static x => x, static x => $"{x}"),
        ElementType.Int64 => Numbers<long>(tensor, static x => x, static x => $"{x}"),
        ElementType.UInt8 => Numbers<byte>(tensor, static x => x, static x => $"{x}"),
        ElementType.UInt16 => Numbers<ushort>(tensor, static x => x, static x => $"{x}"),
        ElementType.UInt32 => Numbers<uint>(tensor, static x => x, static x => $"{x}"),
        ElementType.UInt64 => Numbers<ulong>(tensor, static x => x, static x => $"{x}"),
        ElementType.Bool => Numbers<bool>(tensor, static x => x ? 1 : 0, static x => x ? "true" : "false"),
        ElementType.String => new([.. tensor.Strings()[..(int)Math.Min(FirstCount, tensor.Shape.ElementCount)].ToArray().Select(text => $"\"{OneLine.Of(text, 30)}\"")], null),
        _ => throw new ArgumentException($"not an element type: {tensor.ElementType}", nameof(tensor)),
    };

    private static TensorStatistics Numbers<T>(Tensor tensor, Func<T, double> widen, Func<T, string> text)
        where T : unmanaged
    {
        var elements = tensor.Span<T>();
        var first = elements[..Math.Min(FirstCount, elements.Length)].ToArray().Select(text).ToList();
        if (elements.Length == 0) return new(first, null);

        var (min, max, sum) = (double.PositiveInfinity, double.NegativeInfinity, 0.0);
        foreach (var element in elements)
        {
            var number = widen(element);
            (min, max) = (Math.Min(min, number), Math.Max(max, number)); // NaN wins in both
            sum += number;
        }

        return new(first, (min, max, sum / elements.Length));
    }
}
