using System.Globalization;

namespace ActorInference.Video;

/// <summary>An exact frame rate or time base: <c>60000/1001</c> frames a second, <c>1/90000</c> seconds a tick.</summary>
/// <param name="Numerator">Above the line.</param>
/// <param name="Denominator">Below the line; 0 where a source knows no such number.</param>
public readonly record struct Fraction(long Numerator, long Denominator)
{
    /// <summary>Whether both numbers are above zero, as those of a frame rate or time base are.</summary>
    public bool IsPositive => Numerator > 0 && Denominator > 0;

    /// <summary>The nearest floating-point number; NaN where the fraction has no value.</summary>
    public double ToDouble() => Denominator == 0 ? double.NaN : (double)Numerator / Denominator;

    /// <summary>Denominator over numerator: the length of a frame from a frame rate.</summary>
    public Fraction Inverse() => new(Denominator, Numerator);

    /// <summary>The time of <paramref name="ticks"/> of this length, rounded to 100 ns.</summary>
    public TimeSpan Times(long ticks) => TimeSpan.FromTicks((long)Int128.Clamp(Rounded((Int128)ticks * Numerator * TimeSpan.TicksPerSecond, Denominator), long.MinValue, long.MaxValue));

    /// <summary><paramref name="ticks"/> of this length as the nearest number of ticks of another length; halves go away from zero.</summary>
    public long Rescale(long ticks, Fraction length) =>
        (long)Rounded((Int128)ticks * Numerator * length.Denominator, (Int128)Denominator * length.Numerator);

    /// <summary>Reads <c>60000/1001</c>, <c>60000:1001</c> or a whole number.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out Fraction fraction)
    {
        fraction = default;
        var line = text.IndexOfAny('/', ':');
        var above = line < 0 ? text : text[..line];
        var below = line < 0 ? "1" : text[(line + 1)..];
        if (!long.TryParse(above, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var numerator)
            || !long.TryParse(below, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var denominator)) return false;
        fraction = new(numerator, denominator);
        return true;
    }

    /// <summary>As <see cref="TryParse"/>; throws <see cref="FormatException"/> for anything else.</summary>
    public static Fraction Parse(ReadOnlySpan<char> text) =>
        TryParse(text, out var fraction) ? fraction : throw new FormatException($"'{text}' is no fraction such as 60000/1001.");

    /// <summary><c>60000/1001</c>.</summary>
    public override string ToString() => $"{Numerator}/{Denominator}";

    private static Int128 Rounded(Int128 numerator, Int128 denominator)
    {
        if (denominator == 0) throw new InvalidOperationException("A fraction without a value measures nothing.");
        if (denominator < 0) (numerator, denominator) = (-numerator, -denominator);
        var half = denominator / 2;
        return numerator >= 0 ? (numerator + half) / denominator : -((-numerator + half) / denominator);
    }
}
