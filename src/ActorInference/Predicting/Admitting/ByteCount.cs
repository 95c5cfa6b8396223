namespace ActorInference.Predicting;

/// <summary>
/// Arithmetic with bytes that are only expected: a signature may name sizes that nobody has, and a count that wrapped around would let in what can never fit.
/// What a long cannot hold is <see cref="long.MaxValue"/>. Operands are 0 or more.
/// </summary>
internal static class ByteCount
{
    public static long Sum(long one, long other) => one > long.MaxValue - other ? long.MaxValue : one + other;

    public static long Product(long one, long other) => Math.BigMul(one, other, out var low) == 0 && low >= 0 ? low : long.MaxValue;
}
