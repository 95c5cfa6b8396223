namespace ActorInference.Cli.Verifying;

/// <summary>Says in one line how two values differ: sequences and maps part by part, an absent optional (null) only from a value.</summary>
internal static class ValueDifference
{
    /// <summary>Null when the values count as equal.</summary>
    public static string? Between(Value? actual, Value? expected, Tolerance tolerance) => (actual, expected) switch
    {
        (null, null) => null,
        (null, _) => $"is absent instead of {expected}",
        (_, null) => $"is {actual} instead of absent",
        (Tensor ours, Tensor theirs) => TensorDifference.Between(ours, theirs, tolerance),
        (SequenceValue ours, SequenceValue theirs) => Sequences(ours, theirs, tolerance),
        (MapValue ours, MapValue theirs) => Part("keys", ours.Keys, theirs.Keys, tolerance) ?? Part("values", ours.Values, theirs.Values, tolerance),
        _ => $"is {actual} instead of {expected}",
    };

    private static string? Sequences(SequenceValue actual, SequenceValue expected, Tolerance tolerance)
    {
        if (actual.Items.Count != expected.Items.Count) return $"has {actual.Items.Count} items instead of {expected.Items.Count}";
        for (var i = 0; i < expected.Items.Count; i++)
        {
            if (Part($"item {i}", actual.Items[i], expected.Items[i], tolerance) is { } difference) return difference;
        }

        return null;
    }

    private static string? Part(string name, Value actual, Value expected, Tolerance tolerance) =>
        Between(actual, expected, tolerance) is { } difference ? $"{name}: {difference}" : null;
}
