using System.Globalization;

namespace ActorInference.Akka.Tests.Wire;

/// <summary>Values of every kind, and a form of them that can be compared.</summary>
internal static class Values
{
    public static IEnumerable<(string Name, Func<Value> Make)> All()
    {
        foreach (var type in Enum.GetValues<ElementType>().Where(type => type != ElementType.String))
        {
            yield return ($"{type}", () => Numbers(type, [2, 3]));
            yield return ($"{type} scalar", () => Numbers(type, []));
            yield return ($"{type} empty", () => Numbers(type, [0, 3]));
        }

        yield return ("strings", () => Tensor.FromStrings(["", "plain", "ümläut € 😀", "line\nline", new('x', 3000)], [5]));
        yield return ("no strings", () => Tensor.FromStrings([], [0]));
        yield return ("float32 extremes", () => Tensor.From([float.NaN, float.PositiveInfinity, float.NegativeInfinity, -0f, float.Epsilon, float.MaxValue], [6]));
        yield return ("sequence", () => new SequenceValue([Numbers(ElementType.Float32, [2]), Numbers(ElementType.Float32, [3])]));
        yield return ("empty sequence", () => new SequenceValue([]));
        yield return ("nested sequence", () => new SequenceValue([new SequenceValue([Tensor.From([1L], [1])]), new SequenceValue([])]));
        yield return ("map of int64", () => new MapValue(Tensor.From([1L, -2L], [2]), Tensor.From([1f, 2f], [2])));
        yield return ("map of strings", () => new MapValue(Tensor.FromStrings(["a", "b"], [2]), Tensor.From([1.5, 2.5], [2])));
        yield return ("sequence of maps", () => new SequenceValue([new MapValue(Tensor.From([7L], [1]), Tensor.From([0.5f], [1]))]));
        yield return ("300,000 bytes", () => Numbers(ElementType.UInt8, [300, 1000]));
    }

    public static string Text(Value? value) => value switch
    {
        null => "absent",
        Tensor { ElementType: ElementType.String } strings => string.Create(CultureInfo.InvariantCulture, $"{strings}: {string.Join('|', strings.Strings().ToArray())}"),
        Tensor tensor => $"{tensor}: {Convert.ToHexString(tensor.Bytes())}",
        SequenceValue sequence => $"[{string.Join("; ", sequence.Items.Select(Text))}]",
        MapValue map => $"{{{Text(map.Keys)} -> {Text(map.Values)}}}",
        _ => throw new NotSupportedException($"{value.GetType()}"),
    };

    private static Tensor Numbers(ElementType type, TensorShape shape)
    {
        var tensor = Tensor.Allocate(type, shape);
        var bytes = tensor.Bytes();
        for (var i = 0; i < bytes.Length; i++) bytes[i] = type == ElementType.Bool ? (byte)(i & 1) : (byte)((i * 37) + 11);
        return tensor;
    }
}
