namespace ActorInference.Formats;

/// <summary>Shapes from files, which may claim anything.</summary>
internal static class Shapes
{
    /// <summary>The shape, or a failure when a dimension is negative or no memory could hold the elements.</summary>
    public static Outcome<TensorShape> Create(ReadOnlySpan<long> dimensions)
    {
        Int128 count = 1;
        foreach (var dimension in dimensions)
        {
            if (dimension < 0) return Malformed.Because($"the shape {Text(dimensions)} has a negative dimension");
            count *= dimension;
            if (count > long.MaxValue) return Malformed.Because($"the shape {Text(dimensions)} has more elements than fit any memory");
        }

        return new TensorShape(dimensions);
    }

    /// <summary>A shape for a message; a long one is cut.</summary>
    public static string Text(ReadOnlySpan<long> dimensions) =>
        dimensions.Length <= 16 ? $"[{string.Join(',', dimensions.ToArray())}]" : $"[{string.Join(',', dimensions[..16].ToArray())},... {dimensions.Length} dimensions]";
}
