namespace ActorInference;

/// <summary>Holds what is given for a run against a signature, before anything is queued or run.</summary>
public static class SignatureCheck
{
    /// <summary>
    /// Null when every input is there once and fits; else an <see cref="ErrorKind.InvalidInput"/> that says which input, which dimension,
    /// what was given and what is expected.
    /// </summary>
    public static Failure? Check(this ModelSignature signature, ReadOnlySpan<RunInput> inputs)
    {
        var required = 0;
        for (var i = 0; i < inputs.Length; i++)
        {
            var input = inputs[i];
            var (spec, overridable) = FindInput(signature, input.Name);
            if (spec is null) return Unknown("input", input.Name, signature.Inputs);
            if (IsRepeated(inputs[..i], input.Name)) return Invalid($"input '{input.Name}' is given twice");
            if (Mismatch(input.Value, spec.Type) is { } reason) return Invalid($"input '{input.Name}' {reason}; the model takes {spec.Type}");
            if (!overridable) required++;
        }

        return required == signature.Inputs.Count ? null : Missing(signature, inputs);
    }

    /// <summary>Null when every output wanted exists and is wanted once.</summary>
    public static Failure? Check(this ModelSignature signature, ReadOnlySpan<RunOutput> outputs)
    {
        if (outputs.Length == 0) return Invalid("no output is asked for");
        for (var i = 0; i < outputs.Length; i++)
        {
            var name = outputs[i].Name;
            if (Find(signature.Outputs, name) is null) return Unknown("output", name, signature.Outputs);
            foreach (var earlier in outputs[..i])
            {
                if (string.Equals(earlier.Name, name, StringComparison.Ordinal)) return Invalid($"output '{name}' is asked for twice");
            }
        }

        return null;
    }

    private static (ValueSpec? Spec, bool Overridable) FindInput(ModelSignature signature, string name) =>
        Find(signature.Inputs, name) is { } spec ? (spec, false) : (Find(signature.OverridableInitializers, name), true);

    private static ValueSpec? Find(IReadOnlyList<ValueSpec> specs, string name)
    {
        for (var i = 0; i < specs.Count; i++)
        {
            if (string.Equals(specs[i].Name, name, StringComparison.Ordinal)) return specs[i];
        }

        return null;
    }

    private static bool IsRepeated(ReadOnlySpan<RunInput> earlier, string name)
    {
        foreach (var input in earlier)
        {
            if (string.Equals(input.Name, name, StringComparison.Ordinal)) return true;
        }

        return false;
    }

    private static string? Mismatch(Value? value, ValueType type) => (value, type) switch
    {
        (null, _) => "has no value",
        (_, OptionalType optional) => Mismatch(value, optional.Item),
        (Tensor tensor, TensorType expected) => Mismatch(tensor, expected),
        (SequenceValue, SequenceType) or (MapValue, MapType) => null,
        _ => $"is {value}",
    };

    private static string? Mismatch(Tensor tensor, TensorType expected)
    {
        if (tensor.ElementType != expected.ElementType) return $"is {tensor}";
        if (expected.Shape is not { } shape) return null;
        if (tensor.Shape.Rank != shape.Count) return $"is {tensor}, of rank {tensor.Shape.Rank} instead of {shape.Count}";
        for (var i = 0; i < shape.Count; i++)
        {
            if (shape[i].Size is { } size && size != tensor.Shape[i]) return $"is {tensor}: dimension {i} is {tensor.Shape[i]} instead of {size}";
        }

        return null;
    }

    private static Failure Missing(ModelSignature signature, ReadOnlySpan<RunInput> inputs)
    {
        foreach (var spec in signature.Inputs)
        {
            if (!IsRepeated(inputs, spec.Name)) return Invalid($"input '{spec.Name}' is missing; the model takes {spec.Type}");
        }

        return new(ErrorKind.Internal, "This is a bug: an input counts as missing and none is.");
    }

    private static Failure Unknown(string what, string name, IReadOnlyList<ValueSpec> specs) =>
        Invalid($"the model has no {what} '{name}'; it has {string.Join(", ", specs.Select(spec => $"'{spec.Name}'"))}");

    private static Failure Invalid(string problem) => new(ErrorKind.InvalidInput, $"{problem}.");
}
