namespace ActorInference.Predicting;

/// <summary>Whether a new version of a model can stand in for an old one.</summary>
internal static class SignatureChange
{
    /// <summary>Null when callers of the old version notice nothing; names of free dimensions may differ.</summary>
    public static Failure? Find(ModelSignature old, ModelSignature changed, string model) =>
        Find(old.Inputs, changed.Inputs, "input", model)
        ?? Find(old.Outputs, changed.Outputs, "output", model)
        ?? Find(old.OverridableInitializers, changed.OverridableInitializers, "overridable initializer", model);

    private static Failure? Find(IReadOnlyList<ValueSpec> old, IReadOnlyList<ValueSpec> changed, string what, string model)
    {
        foreach (var spec in old)
        {
            var other = changed.FirstOrDefault(candidate => candidate.Name == spec.Name);
            if (other is null) return Invalid(model, $"it has no {what} '{spec.Name}'");
            if (!IsSame(spec.Type, other.Type)) return Invalid(model, $"its {what} is {other}, not {spec}");
        }

        return changed.FirstOrDefault(spec => old.All(candidate => candidate.Name != spec.Name)) is { } added ? Invalid(model, $"it has another {what}, {added}") : null;
    }

    private static bool IsSame(ValueType old, ValueType changed) => (old, changed) switch
    {
        (TensorType a, TensorType b) => a.ElementType == b.ElementType
            && (a.Shape is null ? b.Shape is null : b.Shape is not null && a.Shape.Select(dimension => dimension.Size).SequenceEqual(b.Shape.Select(dimension => dimension.Size))),
        (SequenceType a, SequenceType b) => IsSame(a.Item, b.Item),
        (OptionalType a, OptionalType b) => IsSame(a.Item, b.Item),
        (MapType a, MapType b) => a.Key == b.Key && IsSame(a.Item, b.Item),
        _ => old == changed,
    };

    private static Failure Invalid(string model, string how) => new(ErrorKind.InvalidInput, $"{model} cannot take the place of the present version: {how}.");
}
