namespace ActorInference.TestKit;

/// <summary>
/// What a fake session computes. The inputs are the run's own view, valid until it returns; what comes back must be new values, which the run then owns.
/// An optional output may be null or missing.
/// </summary>
public delegate IReadOnlyDictionary<string, Value?> FakeCompute(IReadOnlyDictionary<string, Value> inputs);

/// <summary>A model of fake sessions.</summary>
/// <param name="Signature">What it takes and says it gives.</param>
/// <param name="Compute">What it gives; may break the signature's word.</param>
public sealed record FakeModel(ModelSignature Signature, FakeCompute Compute)
{
    /// <summary><c>y = 2 * x + 1</c>, float32 [N,4].</summary>
    public static FakeModel Default { get; } = Affine(2, 1);

    /// <summary>What it says about itself.</summary>
    public ModelMetadata Metadata { get; init; } = new() { Producer = "fake" };

    /// <summary><c>y = scale * x + shift</c>, with one type for both: <c>float32 [N,4]</c>, <c>float32 [8,3]</c>.</summary>
    public static FakeModel Affine(float scale, float shift, string type = "float32 [N,4]") => new(FakeSignature.Of([$"x: {type}"], [$"y: {type}"]), inputs =>
    {
        var x = (Tensor)inputs["x"];
        var y = Tensor.Allocate(ElementType.Float32, x.Shape);
        var from = x.Span<float>();
        var to = y.Span<float>();
        for (var i = 0; i < from.Length; i++) to[i] = (scale * from[i]) + shift;
        return new Dictionary<string, Value?>(1) { ["y"] = y };
    });
}
