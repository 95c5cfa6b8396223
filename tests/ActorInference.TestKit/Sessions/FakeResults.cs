namespace ActorInference.TestKit;

/// <summary>What a run computed, until it is the caller's: delivered whole or not at all.</summary>
internal sealed class FakeResults
{
    private readonly Dictionary<string, Value?> _values;

    /// <summary>Takes ownership of <paramref name="computed"/>.</summary>
    public FakeResults(IReadOnlyDictionary<string, Value?> computed, long? rows)
    {
        _values = new(computed);
        if (rows is not { } count) return;
        foreach (var (name, value) in computed)
        {
            if (value is Tensor { ElementType: not ElementType.String, Shape.Rank: > 0 } tensor) _values[name] = WithRows(tensor, count);
        }
    }

    /// <summary>Null when <see cref="MoveTo"/> can fill every slot.</summary>
    public Failure? Check(ModelSignature signature, ReadOnlySpan<RunOutput> outputs)
    {
        foreach (var output in outputs)
        {
            var result = _values.GetValueOrDefault(output.Name);
            if (result is null && signature.Outputs.First(spec => spec.Name == output.Name).Type is not OptionalType)
            {
                return new(ErrorKind.SessionFailed, $"The fake model computed no output '{output.Name}'.");
            }

            if (output.Value is { } place && !Fits(place, result))
            {
                return new(ErrorKind.InvalidInput, $"output '{output.Name}' is {result} and cannot be written into {place}.");
            }
        }

        return null;
    }

    /// <summary>Fills the slots. Returns null: nothing of it can fail after <see cref="Check"/>.</summary>
    public Failure? MoveTo(Span<RunOutput> outputs)
    {
        foreach (ref var output in outputs)
        {
            if (output.Value is Tensor place) ((Tensor)_values[output.Name]!).Bytes().CopyTo(place.Bytes());
            else if (_values.Remove(output.Name, out var result)) output.Value = result;
        }

        return null;
    }

    public void DisposeRest()
    {
        foreach (var value in _values.Values) value?.Dispose();
    }

    private static bool Fits(Value place, Value? result) =>
        place is Tensor { ElementType: not ElementType.String } to && result is Tensor from && from.ElementType == to.ElementType && from.Shape == to.Shape;

    private static Tensor WithRows(Tensor tensor, long rows)
    {
        var changed = Tensor.Allocate(tensor.ElementType, [rows, .. tensor.Shape.Dimensions[1..]]);
        var from = tensor.Bytes();
        var to = changed.Bytes();
        var kept = Math.Min(from.Length, to.Length);
        from[..kept].CopyTo(to);
        to[kept..].Clear();
        tensor.Dispose();
        return changed;
    }
}
