using ActorInference.Batching;

namespace ActorInference;

/// <summary>
/// Whether and how several requests may share one run of a model, read from its signature: all inputs and all outputs wanted are numeric tensors whose
/// first dimension is the batch. A dimension named after something else (height, time) and the first dimension of a lone picture are none.
/// </summary>
public sealed class BatchLayout
{
    private readonly ModelSignature _relaxed;
    private readonly string? _whyNoBatches; // by the signature
    private volatile bool _contradicted;

    private BatchLayout(ModelSignature signature, BatchDimension dimension, bool batching)
    {
        Signature = signature;
        FixedRows = dimension.FixedRows;
        IsCertain = dimension.IsCertain;
        HasRows = dimension.WhyNone is null;
        _whyNoBatches = dimension.WhyNone ?? (batching ? (FixedRows == 1 ? "the batch dimension is fixed at 1" : null) : "batching is turned off");
        _relaxed = FixedRows is > 1 ? WithFreeRows(signature) : signature;
    }

    /// <summary>The model's signature.</summary>
    public ModelSignature Signature { get; }

    /// <summary>How many rows each run must have, missing ones padded; null when any number will do.</summary>
    public int? FixedRows { get; }

    /// <summary>Whether several requests may share one run.</summary>
    public bool AllowsBatches => WhyNoBatches is null;

    /// <summary>Why requests run singly, in words; null when they may share a run.</summary>
    public string? WhyNoBatches => _whyNoBatches ?? (_contradicted ? "a batch came back with other rows than it had" : null);

    /// <summary>Whether the signature ties the outputs' first dimension to the inputs' by name. If not, a first batch shows whether it follows.</summary>
    internal bool IsCertain { get; }

    // Whether the first dimension counts rows at all, be it shared by requests or not.
    internal bool HasRows { get; }

    /// <summary>Reads a signature.</summary>
    /// <param name="signature">The model's.</param>
    /// <param name="outputs">The outputs wanted; null for all.</param>
    /// <param name="batching">False where several items must never share a run, whatever the signature says.</param>
    public static BatchLayout Of(ModelSignature signature, IReadOnlyList<string>? outputs = null, bool batching = true)
    {
        var wanted = signature.Outputs.Where(output => outputs?.Contains(output.Name) ?? true);
        return new(signature, BatchDimension.Of(signature.Inputs, [.. wanted]), batching);
    }

    /// <summary>Holds a request against the signature; the batch dimension of a padded model may be smaller than the signature says.</summary>
    /// <param name="inputs">What is given.</param>
    /// <param name="rows">How many rows it has; 1 where the model has no batch dimension.</param>
    /// <returns>Null when it fits.</returns>
    public Failure? Check(ReadOnlySpan<RunInput> inputs, out int rows)
    {
        rows = 1;
        if (_relaxed.Check(inputs) is { } failure) return failure;
        if (!HasRows) return null;

        var (first, name) = (0L, default(string));
        foreach (var input in inputs)
        {
            if (!HasRowsIn(input.Name)) continue;
            var given = ((Tensor)input.Value).Shape[0];
            if (name is null) (first, name) = (given, input.Name);
            else if (given != first)
            {
                return new(ErrorKind.InvalidInput, $"input '{name}' has {first} rows and input '{input.Name}' has {given}; all inputs of one request have as many.");
            }
        }

        if (first > FixedRows || (first == 0 && FixedRows is not null))
        {
            return new(ErrorKind.InvalidInput, $"input '{name}' has {first} rows; the model takes 1 to {FixedRows}.");
        }

        if (first > int.MaxValue) return new(ErrorKind.InvalidInput, $"input '{name}' has {first} rows; no more than {int.MaxValue} are possible.");
        rows = (int)first;
        return null;
    }

    /// <summary>A batch came back with other rows than it had: never again.</summary>
    internal void Contradict() => _contradicted = true;

    // An initializer that is given has no rows: it is the same for all of them.
    internal bool HasRowsIn(string name)
    {
        if (!HasRows) return false;
        foreach (var spec in Signature.Inputs)
        {
            if (string.Equals(spec.Name, name, StringComparison.Ordinal)) return true;
        }

        return false;
    }

    private static ModelSignature WithFreeRows(ModelSignature signature) => signature with
    {
        Inputs = [.. signature.Inputs.Select(spec => spec with { Type = WithFreeRows((TensorType)spec.Type) })],
    };

    private static TensorType WithFreeRows(TensorType type) => type with { Shape = [Dimension.Free(), .. type.Shape!.Skip(1)] };
}
