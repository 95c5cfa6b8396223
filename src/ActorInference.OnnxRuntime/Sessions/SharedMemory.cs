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
            if (Uses(input.Value, output.Memory)) return $"input '{input.Name}'";
        }

        foreach (var other in earlier)
        {
            if (Uses(other.Value, output.Memory)) return $"output '{other.Name}'";
        }

        return null;
    }

    private static bool Uses(Value? value, TensorMemory memory) => value switch
    {
        Tensor { ElementType: not ElementType.String } tensor => ReferenceEquals(tensor.Memory, memory),
        SequenceValue sequence => sequence.Items.Any(item => Uses(item, memory)),
        MapValue map => Uses(map.Keys, memory) || Uses(map.Values, memory),
        _ => false,
    };
}
