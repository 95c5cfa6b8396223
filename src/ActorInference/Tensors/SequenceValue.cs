namespace ActorInference;

/// <summary>An ONNX sequence: any number of values of one type. Owns its items.</summary>
public sealed class SequenceValue : Value
{
    /// <summary>Takes ownership of <paramref name="items"/>.</summary>
    public SequenceValue(IReadOnlyList<Value> items) => Items = items;

    /// <summary>The items in order; they live as long as the sequence.</summary>
    public IReadOnlyList<Value> Items { get; }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        foreach (var item in Items) item.Dispose();
    }

    /// <inheritdoc/>
    internal override bool TryHandOver(object owner)
    {
        var isNew = base.TryHandOver(owner);
        foreach (var item in Items) isNew &= item.TryHandOver(owner); // each of them, also after one that was not
        return isNew;
    }

    /// <inheritdoc/>
    internal override void DisposeFor(object owner)
    {
        foreach (var item in Items) item.DisposeFor(owner);
    }

    /// <inheritdoc/>
    public override string ToString() => Items.Count == 0 ? "sequence of 0" : $"sequence of {Items.Count}: {Items[0]}, ...";
}
