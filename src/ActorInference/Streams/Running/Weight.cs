namespace ActorInference.Streams.Running;

/// <summary>What an item weighs in the budget, in bytes.</summary>
/// <param name="Now">What it holds at present.</param>
/// <param name="Peak">The most it has held.</param>
/// <param name="Reserved">What is set aside for it: the larger of its peak and what was expected of it. Only grows, so that what was let in still fits.</param>
internal readonly record struct Weight(long Now, long Peak, long Reserved)
{
    public static Weight operator +(Weight left, Weight right) => new(left.Now + right.Now, left.Peak + right.Peak, left.Reserved + right.Reserved);

    /// <summary>The bytes that a value says it holds; 0 where it throws.</summary>
    public static long Of<T>(T value, ref Exception? problem)
    {
        try
        {
            return value is IByteSized sized ? sized.ByteLength : 0;
        }
        catch (Exception thrown)
        {
            problem ??= thrown;
            return 0;
        }
    }
}
