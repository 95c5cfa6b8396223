using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace ActorInference.Imaging;

/// <summary>Maps rows of 8-bit values to numbers and back, a vector at a time, bit for bit as the plain formula does.</summary>
internal static class RowValues
{
    /// <summary><c>(x / divisor - mean) / std</c>.</summary>
    public static void Map(ReadOnlySpan<byte> bytes, Span<float> numbers, ValuePattern pattern)
    {
        if (!pattern.Shifts && !pattern.Scales) Map<Nothing, Nothing>(bytes, numbers, pattern);
        else if (!pattern.Scales) Map<Subtraction, Nothing>(bytes, numbers, pattern);
        else Map<Subtraction, Division>(bytes, numbers, pattern);
    }

    private static void Map<TShift, TScale>(ReadOnlySpan<byte> bytes, Span<float> numbers, ValuePattern pattern)
        where TShift : struct, IStep
        where TScale : struct, IStep
    {
        var step = Vector<float>.Count;
        var divisor = new Vector<float>(pattern.Divisor);
        var (mean0, mean1, mean2) = Period(pattern.Means);
        var (std0, std1, std2) = Period(pattern.Stds);
        ref var source = ref MemoryMarshal.GetReference(bytes);
        ref var target = ref MemoryMarshal.GetReference(numbers);
        var i = 0;
        for (; i + (4 * step) <= bytes.Length; i += 4 * step)
        {
            Vector.Widen(Vector.LoadUnsafe(ref source, (nuint)i), out var low, out var high);
            Vector.Widen(low, out var first, out var second);
            Vector.Widen(high, out var third, out var fourth);
            ref var at = ref Unsafe.Add(ref target, i);
            TScale.Apply(TShift.Apply(Quotient(first, divisor), mean0), std0).StoreUnsafe(ref at);
            TScale.Apply(TShift.Apply(Quotient(second, divisor), mean1), std1).StoreUnsafe(ref at, (nuint)step);
            TScale.Apply(TShift.Apply(Quotient(third, divisor), mean2), std2).StoreUnsafe(ref at, (nuint)(2 * step));
            TScale.Apply(TShift.Apply(Quotient(fourth, divisor), mean0), std0).StoreUnsafe(ref at, (nuint)(3 * step));

            // Four vectors were written and the period is three: the next begins one further on.
            (mean0, mean1, mean2) = (mean1, mean2, mean0);
            (std0, std1, std2) = (std1, std2, std0);
        }

        for (; i < bytes.Length; i++)
        {
            var phase = i % (3 * step);
            numbers[i] = TScale.Apply(TShift.Apply(bytes[i] / pattern.Divisor, pattern.Means[phase]), pattern.Stds[phase]);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<float> Quotient(Vector<uint> levels, Vector<float> divisor) => Vector.ConvertToSingle(Vector.AsVectorInt32(levels)) / divisor;

    private static (Vector<float> First, Vector<float> Second, Vector<float> Third) Period(ReadOnlySpan<float> pattern)
    {
        var step = Vector<float>.Count;
        return (new(pattern), new(pattern[step..]), new(pattern[(2 * step)..]));
    }

    /// <summary><c>clamp(round((y * std + mean) * divisor))</c>; NaN becomes 0. Overwrites <paramref name="numbers"/>.</summary>
    public static void Unmap(Span<float> numbers, Span<byte> bytes, ValuePattern pattern)
    {
        if (pattern.Scales) Combine<Multiplication>(numbers, pattern.Stds);
        if (pattern.Shifts) Combine<Addition>(numbers, pattern.Means);
        if (pattern.Divides) TensorPrimitives.Multiply(numbers, pattern.Divisor, numbers);
        ToBytes(numbers, bytes);
    }

    /// <summary>Rounds half up after clamping to 0..255; NaN becomes 0.</summary>
    private static void ToBytes(ReadOnlySpan<float> numbers, Span<byte> bytes)
    {
        var i = 0;
        var step = Vector<float>.Count;
        ref var source = ref MemoryMarshal.GetReference(numbers);
        ref var target = ref MemoryMarshal.GetReference(bytes);
        for (; i + (4 * step) <= numbers.Length; i += 4 * step)
        {
            ref var at = ref Unsafe.Add(ref source, i);
            var low = Vector.Narrow(ToLevel(Vector.LoadUnsafe(ref at)), ToLevel(Vector.LoadUnsafe(ref at, (nuint)step)));
            var high = Vector.Narrow(ToLevel(Vector.LoadUnsafe(ref at, (nuint)(2 * step))), ToLevel(Vector.LoadUnsafe(ref at, (nuint)(3 * step))));
            Vector.Narrow(low, high).StoreUnsafe(ref target, (nuint)i);
        }

        for (; i < numbers.Length; i++)
        {
            var number = numbers[i];
            bytes[i] = (byte)(number >= 0 ? Math.Min(number, 255f) + 0.5f : 0f); // false for NaN
        }
    }

    // The comparison is false for NaN and the bits of its result are the mask: no lane holds NaN when it is converted.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<uint> ToLevel(Vector<float> numbers)
    {
        var positive = Vector.GreaterThanOrEqual(numbers, Vector<float>.Zero);
        var level = Vector.ConditionalSelect(positive, numbers, new Vector<float>(-0.5f));
        return Vector.AsVectorUInt32(Vector.ConvertToInt32(Vector.Min(level, new Vector<float>(255f)) + new Vector<float>(0.5f)));
    }

    private static void Combine<TStep>(Span<float> numbers, ReadOnlySpan<float> pattern)
        where TStep : struct, IStep
    {
        var step = Vector<float>.Count;
        var (first, second, third) = Period(pattern);
        ref var start = ref MemoryMarshal.GetReference(numbers);
        var i = 0;
        for (; i + (3 * step) <= numbers.Length; i += 3 * step)
        {
            ref var at = ref Unsafe.Add(ref start, i);
            TStep.Apply(Vector.LoadUnsafe(ref at), first).StoreUnsafe(ref at);
            TStep.Apply(Vector.LoadUnsafe(ref at, (nuint)step), second).StoreUnsafe(ref at, (nuint)step);
            TStep.Apply(Vector.LoadUnsafe(ref at, (nuint)(2 * step)), third).StoreUnsafe(ref at, (nuint)(2 * step));
        }

        for (var j = 0; i < numbers.Length; i++, j++) numbers[i] = TStep.Apply(numbers[i], pattern[j]);
    }

    private interface IStep
    {
        static abstract Vector<float> Apply(Vector<float> numbers, Vector<float> pattern);

        static abstract float Apply(float number, float pattern);
    }

    private readonly struct Nothing : IStep
    {
        public static Vector<float> Apply(Vector<float> numbers, Vector<float> pattern) => numbers;

        public static float Apply(float number, float pattern) => number;
    }

    private readonly struct Subtraction : IStep
    {
        public static Vector<float> Apply(Vector<float> numbers, Vector<float> pattern) => numbers - pattern;

        public static float Apply(float number, float pattern) => number - pattern;
    }

    private readonly struct Addition : IStep
    {
        public static Vector<float> Apply(Vector<float> numbers, Vector<float> pattern) => numbers + pattern;

        public static float Apply(float number, float pattern) => number + pattern;
    }

    private readonly struct Division : IStep
    {
        public static Vector<float> Apply(Vector<float> numbers, Vector<float> pattern) => numbers / pattern;

        public static float Apply(float number, float pattern) => number / pattern;
    }

    private readonly struct Multiplication : IStep
    {
        public static Vector<float> Apply(Vector<float> numbers, Vector<float> pattern) => numbers * pattern;

        public static float Apply(float number, float pattern) => number * pattern;
    }
}
