namespace ActorInference.Batching;

/// <summary>What the first dimensions of a signature say about batches.</summary>
/// <param name="FixedRows">The size of the batch dimension; null when free, or when there is none.</param>
/// <param name="IsCertain">Whether inputs and outputs share a symbol or a size.</param>
/// <param name="WhyNone">Why there is no batch dimension; null when there is one.</param>
internal sealed record BatchDimension(int? FixedRows, bool IsCertain, string? WhyNone)
{
    // Symbols that exporters give to first dimensions that are no batch.
    private static readonly string[] OtherThings = ["height", "width", "seq", "time", "length", "len", "num", "count", "channel", "frame", "sample", "step", "token"];
    private static readonly string[] OtherLetters = ["H", "W", "C", "T", "S", "L"];

    // tf2onnx gives every free dimension a symbol of its own, which says nothing.
    private const string Meaningless = "unk__";

    public static BatchDimension Of(IReadOnlyList<ValueSpec> inputs, IReadOnlyList<ValueSpec> outputs)
    {
        if (inputs.Count == 0) return None("the model has no inputs");
        string? symbol = null;
        long? size = null;
        var isCertain = true;
        var isFirst = true;
        foreach (var (spec, what) in inputs.Select(spec => (spec, "input")).Concat(outputs.Select(spec => (spec, "output"))))
        {
            if (spec.Type is not TensorType { Shape: { Count: > 0 } shape, ElementType: not ElementType.String }) return None($"{what} '{spec.Name}' ({spec.Type}) has no batch dimension");
            var dimension = shape[0];
            if (dimension.IsFree ? IsSomethingElse(shape) : dimension.Size is 0 or > int.MaxValue || LooksLikePicture(shape))
            {
                return None($"the first dimension of {what} '{spec.Name}' ({spec.Type}) is no batch");
            }

            if (isFirst) size = dimension.Size;
            else if (size != dimension.Size) return None($"{what} '{spec.Name}' ({spec.Type}) does not have the batch dimension of '{inputs[0].Name}'");
            isFirst = false;
            if (!dimension.IsFree) continue;

            var said = dimension.Symbol?.StartsWith(Meaningless, StringComparison.Ordinal) == true ? null : dimension.Symbol;
            isCertain &= said is not null;
            if (said is not null && symbol is not null && said != symbol) return None($"{what} '{spec.Name}' ({spec.Type}) counts '{said}' where others count '{symbol}'");
            symbol ??= said;
        }

        return new((int?)size, isCertain, null);
    }

    private static bool IsSomethingElse(IReadOnlyList<Dimension> shape) => shape[0].Symbol is { } symbol && !symbol.StartsWith(Meaningless, StringComparison.Ordinal)
        ? OtherLetters.Contains(symbol.ToUpperInvariant()) || OtherThings.Any(thing => symbol.Contains(thing, StringComparison.OrdinalIgnoreCase))
        : LooksLikePicture(shape);

    // [H,W,3], [3,H,W]: a picture without a batch dimension.
    private static bool LooksLikePicture(IReadOnlyList<Dimension> shape) => shape.Count == 3 && (shape[^1].Size is 1 or 3 or 4 || shape[0].Size is 3 or 4);

    private static BatchDimension None(string why) => new(null, false, why);
}
