using System.Globalization;

namespace ActorInference.Imaging;

/// <summary>
/// What 8-bit values become: <c>(x / Divisor - Mean) / Std</c>, each step rounded to float32. That is the order in which Python's
/// <c>(x / 255 - mean) / std</c> and <c>x / 127.5 - 1</c> compute, so tensors agree with theirs to the last bit.
/// </summary>
/// <param name="Divisor">What 8-bit values are divided by first.</param>
/// <param name="Mean">What is subtracted then.</param>
/// <param name="Std">What that is divided by at last; not zero.</param>
public sealed record ValueMapping(float Divisor, ChannelTriple Mean, ChannelTriple Std)
{
    /// <summary>0 to 1: <c>x / 255</c>.</summary>
    public static ValueMapping ZeroToOne { get; } = new(255f, default, ChannelTriple.Same(1));

    /// <summary>0 to 255: as they are.</summary>
    public static ValueMapping ZeroTo255 { get; } = new(1f, default, ChannelTriple.Same(1));

    /// <summary>-1 to 1: <c>x / 127.5 - 1</c>.</summary>
    public static ValueMapping MinusOneToOne { get; } = new(127.5f, ChannelTriple.Same(1), ChannelTriple.Same(1));

    /// <summary>Whether values stay as they are.</summary>
    public bool IsIdentity => Divisor == 1 && Mean == default && Std == ChannelTriple.Same(1);

    /// <summary><c>(x / 255 - mean) / std</c>, as most training code has it.</summary>
    public static ValueMapping MeanStd(ChannelTriple mean, ChannelTriple std) => new(255f, mean, std);

    /// <summary>
    /// Reads <c>0..1</c>, <c>0..255</c>, <c>-1..1</c> or <c>MEAN/STD</c>, where each is a number or three with commas
    /// (<c>0.485,0.456,0.406/0.229,0.224,0.225</c>). Means and deviations are of values 0 to 1; where one is over 1, of values 0 to 255.
    /// </summary>
    public static Outcome<ValueMapping> Parse(string text)
    {
        switch (text.Trim())
        {
            case "0..1": return ZeroToOne;
            case "0..255": return ZeroTo255;
            case "-1..1": return MinusOneToOne;
        }

        var parts = text.Split('/');
        if (parts.Length != 2 || !TryParse(parts[0], out var mean) || !TryParse(parts[1], out var std))
        {
            return new Failure(ErrorKind.InvalidInput, $"'{text}' is not a range: write 0..1, 0..255, -1..1, or MEAN/STD such as 0.485,0.456,0.406/0.229,0.224,0.225.");
        }

        if (std.R <= 0 || std.G <= 0 || std.B <= 0) return new Failure(ErrorKind.InvalidInput, $"'{text}': a standard deviation must be over 0.");
        var is255 = IsOverOne(mean) || IsOverOne(std);
        return new ValueMapping(is255 ? 1f : 255f, mean, std);
    }

    /// <summary>As <see cref="Parse"/> reads it, for the common ones.</summary>
    public override string ToString()
    {
        if (this == ZeroToOne) return "0..1";
        if (this == ZeroTo255) return "0..255";
        if (this == MinusOneToOne) return "-1..1";
        return Divisor == 255 ? $"mean {Mean}, std {Std} of 0..1" : Divisor == 1 ? $"mean {Mean}, std {Std} of 0..255" : $"(x / {Divisor} - {Mean}) / {Std}";
    }

    private static bool IsOverOne(ChannelTriple triple) => triple.R > 1 || triple.G > 1 || triple.B > 1;

    private static bool TryParse(string text, out ChannelTriple triple)
    {
        triple = default;
        var parts = text.Split(',');
        if (parts.Length is not (1 or 3)) return false;
        Span<float> numbers = stackalloc float[3];
        for (var i = 0; i < 3; i++)
        {
            if (!float.TryParse(parts[parts.Length == 1 ? 0 : i], NumberStyles.Float, CultureInfo.InvariantCulture, out numbers[i]) || !float.IsFinite(numbers[i])) return false;
        }

        triple = new(numbers[0], numbers[1], numbers[2]);
        return true;
    }
}
