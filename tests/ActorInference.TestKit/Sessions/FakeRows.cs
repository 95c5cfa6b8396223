namespace ActorInference.TestKit;

/// <summary>The first input as rows, each known by its first element. Valid while the input is.</summary>
internal readonly struct FakeRows
{
    private readonly Tensor? _floats;
    private readonly int _stride;

    private FakeRows(Tensor? tensor)
    {
        Count = tensor is { Shape.Rank: > 0 } ? tensor.Shape[0] : 1;
        if (tensor is not { ElementType: ElementType.Float32, Shape.ElementCount: > 0 }) return;
        (_floats, Firsts) = (tensor, (int)Count);
        _stride = (int)(tensor.Shape.ElementCount / Count);
    }

    public long Count { get; }

    /// <summary>How many rows have a first element that is a float: all or none.</summary>
    public int Firsts { get; }

    public static FakeRows Of(ModelSignature signature, IReadOnlyDictionary<string, Value> inputs) =>
        new(signature.Inputs.Count > 0 ? inputs[signature.Inputs[0].Name] as Tensor : null);

    public float First(int row) => _floats!.Span<float>()[row * _stride];

    public float[] ToArray()
    {
        var firsts = new float[Firsts];
        for (var row = 0; row < firsts.Length; row++) firsts[row] = First(row);
        return firsts;
    }
}
