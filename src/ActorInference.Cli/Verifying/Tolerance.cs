namespace ActorInference.Cli.Verifying;

/// <summary>
/// How far a float may be off: <c>|actual - expected| &lt;= Absolute + Relative * |expected|</c>, as numpy.isclose has it.
/// NaN is close to NaN, an infinity to the infinity of its sign.
/// </summary>
internal readonly record struct Tolerance(double Relative, double Absolute)
{
    /// <summary>The relative part of ONNX's own backend tests, and room for float32 sums that end near zero.</summary>
    public static Tolerance Default { get; } = new(1e-3, 1e-5);

    /// <summary>How far <paramref name="expected"/> may be missed.</summary>
    public double Around(double expected) => Absolute + (Relative * Math.Abs(expected));

    /// <summary>Whether the two count as equal.</summary>
    public bool Allows(double actual, double expected)
    {
        if (double.IsNaN(actual) || double.IsNaN(expected)) return double.IsNaN(actual) && double.IsNaN(expected);
        if (double.IsInfinity(actual) || double.IsInfinity(expected)) return actual.Equals(expected);
        return Math.Abs(actual - expected) <= Around(expected);
    }
}
