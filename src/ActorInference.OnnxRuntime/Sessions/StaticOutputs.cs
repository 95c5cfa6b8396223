namespace ActorInference.OnnxRuntime.Sessions;

/// <summary>
/// Outputs whose shape is known before a run: the signature fixes every dimension. They are written into pooled memory straight away.
/// Some models' signatures lie, so a first run must have shown the shape to be true, and one contradiction switches the output back for good.
/// Thread-safe: each entry only ever moves from unproven to proven to contradicted.
/// </summary>
internal sealed class StaticOutputs
{
    private const int Unproven = 0;
    private const int Proven = 1;
    private const int Contradicted = 2;

    private readonly (ElementType Type, TensorShape Shape)?[] _declared;
    private readonly int[] _states;

    public StaticOutputs(IReadOnlyList<ValueSpec> outputs)
    {
        _declared = [.. outputs.Select(Declared)];
        _states = new int[outputs.Count];
    }

    /// <summary>Memory for the output at <paramref name="index"/>, which the caller owns; null when its shape is not known.</summary>
    public Tensor? Allocate(int index) =>
        Volatile.Read(ref _states[index]) == Proven && _declared[index] is { } known ? Tensor.Allocate(known.Type, known.Shape) : null;

    /// <summary>Notes what a run gave.</summary>
    public void Learn(int index, Value? result)
    {
        if (_declared[index] is not { } known || Volatile.Read(ref _states[index]) != Unproven) return;
        var holds = result is Tensor tensor && tensor.ElementType == known.Type && tensor.Shape == known.Shape;
        Interlocked.CompareExchange(ref _states[index], holds ? Proven : Contradicted, Unproven);
    }

    /// <summary>Notes that a run refused memory of the declared shape: never again.</summary>
    public void Contradict()
    {
        for (var i = 0; i < _states.Length; i++) Volatile.Write(ref _states[i], Contradicted);
    }

    private static (ElementType Type, TensorShape Shape)? Declared(ValueSpec spec)
    {
        if (spec.Type is not TensorType { Shape: { } shape, ElementType: not ElementType.String } type || shape.Any(dimension => dimension.IsFree)) return null;
        try
        {
            return (type.ElementType, new TensorShape([.. shape.Select(dimension => dimension.Size!.Value)]));
        }
        catch (OverflowException)
        {
            return null; // more elements than a long can count: no run will ever give them
        }
    }
}
