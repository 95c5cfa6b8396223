namespace ActorInference.Predicting;

/// <summary>What the outputs of one row will take, for accounting before a run: from the signature where it says, else the largest seen. Thread-safe.</summary>
internal sealed class OutputSizes
{
    private long _bytesPerRow;

    public OutputSizes(BatchLayout layout, IReadOnlyList<string> outputs)
    {
        long total = 0;
        foreach (var spec in layout.Signature.Outputs.Where(spec => outputs.Contains(spec.Name)))
        {
            if (spec.Type is not TensorType { Shape: { } shape, ElementType: not ElementType.String } type) continue;
            var sizes = shape.Skip(layout.HasRows ? 1 : 0).ToArray();
            if (sizes.Any(dimension => dimension.IsFree)) continue;
            total += sizes.Aggregate((long)type.ElementType.ByteSize(), (bytes, dimension) => bytes * dimension.Size!.Value);
        }

        _bytesPerRow = Math.Max(0, total);
    }

    public long BytesPerRow => Volatile.Read(ref _bytesPerRow);

    /// <summary>Notes what came out.</summary>
    public void Learn(long bytes, int rows)
    {
        var perRow = bytes / Math.Max(1, rows);
        var known = Volatile.Read(ref _bytesPerRow);
        while (perRow > known)
        {
            var seen = Interlocked.CompareExchange(ref _bytesPerRow, perRow, known);
            if (seen == known) return;
            known = seen;
        }
    }
}
