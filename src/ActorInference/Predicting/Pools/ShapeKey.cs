namespace ActorInference.Predicting;

/// <summary>What requests must have in common to share a run: the same inputs in the same order, with the same shapes but for the first dimension.</summary>
internal readonly struct ShapeKey : IEquatable<ShapeKey>
{
    private readonly RunInput[] _inputs;
    private readonly int _hash;

    public ShapeKey(RunInput[] inputs)
    {
        _inputs = inputs;
        var hash = default(HashCode);
        foreach (var input in inputs)
        {
            foreach (var dimension in ((Tensor)input.Value).Shape.Dimensions[1..]) hash.Add(dimension);
        }

        _hash = hash.ToHashCode();
    }

    public bool Equals(ShapeKey other)
    {
        if (_hash != other._hash || _inputs.Length != other._inputs.Length) return false;
        for (var i = 0; i < _inputs.Length; i++)
        {
            if (!string.Equals(_inputs[i].Name, other._inputs[i].Name, StringComparison.Ordinal)) return false;
            if (!((Tensor)_inputs[i].Value).Shape.Dimensions[1..].SequenceEqual(((Tensor)other._inputs[i].Value).Shape.Dimensions[1..])) return false;
        }

        return true;
    }

    public override bool Equals(object? obj) => obj is ShapeKey other && Equals(other);

    public override int GetHashCode() => _hash;
}
