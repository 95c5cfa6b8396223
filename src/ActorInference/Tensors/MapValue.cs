namespace ActorInference;

/// <summary>An ONNX map as two tensors of equal length: <c>Keys[i]</c> (integers or strings) belongs to <c>Values[i]</c>. Owns both.</summary>
public sealed class MapValue : Value
{
    /// <summary>Takes ownership of both tensors; they must have rank 1 and equal lengths.</summary>
    public MapValue(Tensor keys, Tensor values)
    {
        if (keys.Shape.Rank != 1 || keys.Shape != values.Shape)
        {
            throw new ArgumentException($"A map needs as many keys as values in rank 1: keys are {keys.Shape}, values {values.Shape}.", nameof(values));
        }

        Keys = keys;
        Values = values;
    }

    /// <summary>The keys, <c>int64 [n]</c> or <c>string [n]</c>.</summary>
    public Tensor Keys { get; }

    /// <summary>The values, <c>[n]</c>.</summary>
    public Tensor Values { get; }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        Keys.Dispose();
        Values.Dispose();
    }

    /// <inheritdoc/>
    internal override bool TryHandOver(object owner) => base.TryHandOver(owner) & Keys.TryHandOver(owner) & Values.TryHandOver(owner);

    /// <inheritdoc/>
    internal override void DisposeFor(object owner)
    {
        Keys.DisposeFor(owner);
        Values.DisposeFor(owner);
    }

    /// <inheritdoc/>
    public override string ToString() => $"map of {Keys.Shape.ElementCount} from {Keys.ElementType.Name()} to {Values.ElementType.Name()}";
}
