namespace ActorInference.Predicting;

/// <summary>
/// What the outputs of a request will take, for accounting before its run: from the signature where it says, else from what was seen, by the row and by the byte of input, whichever
/// is less: some models give as much as they get, others the same for everything. Thread-safe.
/// </summary>
internal sealed class OutputSizes
{
    private readonly bool _isFixed;
    private long _bytesPerRow;
    private double _bytesPerInputByte;

    public OutputSizes(BatchLayout layout, IReadOnlyList<string> outputs)
    {
        long total = 0;
        _isFixed = true;
        foreach (var spec in layout.Signature.Outputs.Where(spec => outputs.Contains(spec.Name)))
        {
            if (spec.Type is TensorType { Shape: { } shape, ElementType: not ElementType.String } type
                && shape.Skip(layout.HasRows ? 1 : 0).ToArray() is var sizes && sizes.All(dimension => !dimension.IsFree))
            {
                total = ByteCount.Sum(total, sizes.Aggregate((long)type.ElementType.ByteSize(), (bytes, dimension) => ByteCount.Product(bytes, dimension.Size!.Value)));
            }
            else _isFixed = false;
        }

        if (_isFixed) _bytesPerRow = total;
    }

    /// <summary>The bytes to expect; 0 when nothing is known yet.</summary>
    public long Expect(int rows, long inputBytes)
    {
        var byRow = ByteCount.Product(rows, Volatile.Read(ref _bytesPerRow));
        if (_isFixed || inputBytes == 0) return byRow;
        return (long)Math.Min(byRow, Math.Ceiling(inputBytes * Volatile.Read(ref _bytesPerInputByte)));
    }

    /// <summary>Notes what came out.</summary>
    public void Learn(long bytes, int rows, long inputBytes)
    {
        if (_isFixed && bytes <= ByteCount.Product(rows, Volatile.Read(ref _bytesPerRow))) return;
        Raise(ref _bytesPerRow, bytes / Math.Max(1, rows));
        Raise(ref _bytesPerInputByte, (double)bytes / Math.Max(1, inputBytes));
    }

    private static void Raise(ref long known, long seen)
    {
        for (var old = Volatile.Read(ref known); seen > old; old = Volatile.Read(ref known)) Interlocked.CompareExchange(ref known, seen, old);
    }

    private static void Raise(ref double known, double seen)
    {
        for (var old = Volatile.Read(ref known); seen > old; old = Volatile.Read(ref known)) Interlocked.CompareExchange(ref known, seen, old);
    }
}
