using System.Text;
using FsCheck;
using FsCheck.Fluent;

namespace ActorInference.Tests.Formats;

/// <summary>A tensor of any type and shape, made from a seed: every bit pattern occurs, and the extreme values more often.</summary>
public sealed record TensorCase(ElementType Type, long[] Shape, int Seed)
{
    public Tensor Create()
    {
        var random = new Random(Seed);
        var tensor = Tensor.Allocate(Type, new TensorShape(Shape));
        if (Type == ElementType.String)
        {
            foreach (ref var text in tensor.Strings()) text = SampleTensors.Text(random);
            return tensor;
        }

        random.NextBytes(tensor.Bytes());
        if (Type == ElementType.Bool)
        {
            foreach (ref var element in tensor.Bytes()) element &= 1;
        }

        SampleTensors.PlantExtremes(tensor, random);
        return tensor;
    }

    public override string ToString() => $"{Type} [{string.Join(',', Shape)}] seed {Seed}";
}

internal static class SampleTensors
{
    public static IEnumerable<ElementType> Types => Enum.GetValues<ElementType>();

    /// <summary>Ranks 0 to 4, sizes 0 to 5.</summary>
    public static Arbitrary<TensorCase> Cases(params ElementType[] without) => Arb.From(
        from type in Gen.Elements(Types.Except(without))
        from rank in Gen.Choose(0, 4)
        from shape in Gen.ArrayOf(Gen.Choose(0, 5), rank)
        from seed in Gen.Choose(0, int.MaxValue)
        select new TensorCase(type, shape.Select(size => (long)size).ToArray(), seed));

    public static void Check(Arbitrary<TensorCase> cases, Func<TensorCase, bool> holds) =>
        Prop.ForAll(cases, holds).Check(Config.QuickThrowOnFailure.WithMaxTest(500));

    /// <summary>Bits equal; in JSON, where a NaN has no bits, any NaN for any NaN.</summary>
    public static bool Same(Value a, Value b, bool anyNaN = false) => (a, b) switch
    {
        (Tensor x, Tensor y) => x.ElementType == y.ElementType && x.Shape == y.Shape && SameElements(x, y, anyNaN),
        (SequenceValue x, SequenceValue y) => x.Items.Count == y.Items.Count && x.Items.Zip(y.Items).All(pair => Same(pair.First, pair.Second, anyNaN)),
        (MapValue x, MapValue y) => Same(x.Keys, y.Keys, anyNaN) && Same(x.Values, y.Values, anyNaN),
        _ => false,
    };

    public static string Text(Random random)
    {
        var text = new StringBuilder();
        for (var length = random.Next(6); length > 0; length--)
        {
            text.Append(random.Next(4) switch
            {
                0 => (char)random.Next(1, 128),
                1 => '"',
                2 => (object)(char)random.Next(0xA0, 0xD800),
                _ => new Rune(random.Next(0x10000, 0x110000)),
            });
        }

        return text.ToString();
    }

    public static void PlantExtremes(Tensor tensor, Random random)
    {
        switch (tensor.ElementType)
        {
            case ElementType.Float32:
                Plant(tensor.Span<float>(), random, 0f, -0f, float.NaN, float.PositiveInfinity, float.NegativeInfinity, float.MaxValue, float.Epsilon, 0.1f);
                break;
            case ElementType.Float64:
                Plant(tensor.Span<double>(), random, 0d, -0d, double.NaN, double.PositiveInfinity, double.NegativeInfinity, double.MaxValue, double.Epsilon, 0.1);
                break;
            case ElementType.Float16:
                Plant(tensor.Span<Half>(), random, Half.Zero, Half.NegativeZero, Half.NaN, Half.PositiveInfinity, Half.NegativeInfinity, Half.MaxValue, Half.Epsilon);
                break;
            case ElementType.BFloat16:
                Plant(tensor.Span<BFloat16>(), random, (BFloat16)0f, (BFloat16)(-0f), (BFloat16)float.NaN, (BFloat16)float.NegativeInfinity, new BFloat16(0x7F7F), new BFloat16(1));
                break;
            case ElementType.Int64:
                Plant(tensor.Span<long>(), random, long.MinValue, long.MaxValue, 0L, -1L, (1L << 53) + 1);
                break;
            case ElementType.UInt64:
                Plant(tensor.Span<ulong>(), random, ulong.MaxValue, 0UL, 1UL);
                break;
        }
    }

    private static void Plant<T>(Span<T> elements, Random random, params T[] extremes)
    {
        foreach (ref var element in elements)
        {
            if (random.Next(2) == 0) element = extremes[random.Next(extremes.Length)];
        }
    }

    private static bool SameElements(Tensor x, Tensor y, bool anyNaN)
    {
        if (x.ElementType == ElementType.String) return x.Strings().SequenceEqual(y.Strings());
        if (!anyNaN) return x.Bytes().SequenceEqual(y.Bytes());
        return x.ElementType switch
        {
            ElementType.Float32 => SameNumbers<float>(x, y, float.IsNaN),
            ElementType.Float64 => SameNumbers<double>(x, y, double.IsNaN),
            ElementType.Float16 => SameNumbers<Half>(x, y, Half.IsNaN),
            ElementType.BFloat16 => SameNumbers<BFloat16>(x, y, element => float.IsNaN(element)),
            _ => x.Bytes().SequenceEqual(y.Bytes()),
        };
    }

    private static bool SameNumbers<T>(Tensor x, Tensor y, Func<T, bool> isNaN)
        where T : unmanaged
    {
        var size = x.ElementType.ByteSize();
        for (var i = 0; i < x.Shape.ElementCount; i++)
        {
            if (isNaN(x.Span<T>()[i]) && isNaN(y.Span<T>()[i])) continue;
            if (!x.Bytes().Slice(i * size, size).SequenceEqual(y.Bytes().Slice(i * size, size))) return false;
        }

        return true;
    }
}
