namespace ActorInference;

/// <summary>A named input or output.</summary>
/// <param name="Name">The name in the model's graph; unique among its kind.</param>
/// <param name="Type">What it takes or gives.</param>
public sealed record ValueSpec(string Name, ValueType Type)
{
    /// <summary><c>input: float32 [N,3,H,W]</c>.</summary>
    public override string ToString() => $"{Name}: {Type}";
}

/// <summary>What a model takes and gives.</summary>
/// <param name="Inputs">The inputs that must be given, in the model's order.</param>
/// <param name="Outputs">The outputs, in the model's order.</param>
/// <param name="OverridableInitializers">Inputs that have a default in the model and may be given.</param>
public sealed record ModelSignature(
    IReadOnlyList<ValueSpec> Inputs,
    IReadOnlyList<ValueSpec> Outputs,
    IReadOnlyList<ValueSpec> OverridableInitializers)
{
    /// <summary><c>(input: float32 [N,3,H,W]) -> (scores: float32 [N,1000])</c>; inputs that may be left out stand in brackets: <c>(x: float32 [N], [scale: float32 []])</c>.</summary>
    public override string ToString() =>
        $"({string.Join(", ", Inputs.Select(spec => $"{spec}").Concat(OverridableInitializers.Select(spec => $"[{spec}]")))}) -> ({string.Join(", ", Outputs)})";
}
