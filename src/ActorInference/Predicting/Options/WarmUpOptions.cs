namespace ActorInference;

/// <summary>
/// Which runs a session makes, on zeros, before it counts as ready. A session that fails one of them is not ready.
/// Inputs whose free dimensions (but for the batch) nobody has given a size are warmed up with the shapes of the last success, if any.
/// </summary>
public sealed record WarmUpOptions
{
    /// <summary>Batch sizes, each warmed up with each of <see cref="Shapes"/>. Default: 1, and the largest batch that <see cref="BatchOptions"/> allows. Empty: no warm-up at all.</summary>
    public IReadOnlyList<int>? BatchSizes { get; init; }

    /// <summary>
    /// Sets of shapes by input name, batch dimension included (its size is replaced by each of <see cref="BatchSizes"/> where the model has one).
    /// Default: one set made from the signature, where it fixes all other dimensions.
    /// </summary>
    public IReadOnlyList<IReadOnlyDictionary<string, TensorShape>> Shapes { get; init; } = [];
}
