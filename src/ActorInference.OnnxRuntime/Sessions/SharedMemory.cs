namespace ActorInference.OnnxRuntime.Sessions;

/// <summary>
/// Whether memory given for an output is used by the same run otherwise. The runtime does not look, and computes wrong numbers: it reads
/// what it has overwritten.
/// </summary>
internal static class SharedMemory
{
    /// <summary>Which input or earlier output lies in the memory of <paramref name="output"/>; null when none does.</summary>
    public static string? User(Tensor output, ReadOnlySpan<RunInput> inputs, ReadOnlySpan<RunOutput> earlier)
    {
        foreach (var input in inputs)
        {
            if (Uses(input.Value, output)) return $"input '{input.Name}'";
        }

        foreach (var other in earlier)
        {
            if (Uses(other.Value, output)) return $"output '{other.Name}'";
        }

        return null;
    }

    private static bool Uses(Value? value, Tensor output) => value switch
    {
        Tensor { ElementType: not ElementType.String } tensor => Overlap(tensor, output),
        SequenceValue sequence => sequence.Items.Any(item => Uses(item, output)),
        MapValue map => Uses(map.Keys, output) || Uses(map.Values, output),
        _ => false,
    };

    // Tensors that share memory, or are parts of one block, are objects of their own: only addresses tell. They are compared and not followed, so they may be of disposed tensors,
    // which are refused elsewhere.
    private static bool Overlap(Tensor one, Tensor other)
    {
        var (first, second) = (one.Memory.DangerousGetHandle(), other.Memory.DangerousGetHandle());
        return first < second + other.ByteLength && second < first + one.ByteLength;
    }
}
