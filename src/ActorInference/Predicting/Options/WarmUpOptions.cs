namespace ActorInference;

/// <summary>
/// Which runs a session makes, on zeros, before it counts as ready. A session that fails one of them is not ready.
/// Inputs whose free dimensions (but for the batch) nobody has given a size are warmed up with the shapes of the first success, once there is one.
/// </summary>
public sealed record WarmUpOptions
{
    /// <summary>
    /// Batch sizes in rows, 1 or more, each warmed up with each of <see cref="Shapes"/>. Default: 1, and the largest batch that <see cref="BatchOptions"/> allows. Empty: no warm-up at all, and no probe that could tell
    /// a broken session from a bad input. A model whose batch dimension is fixed overrides them: it is warmed up with that.
    /// </summary>
    public IReadOnlyList<int>? BatchSizes { get; init; }

    /// <summary>
    /// Sets of shapes by input name, batch dimension included (its size is replaced by each of <see cref="BatchSizes"/> where the model has one).
    /// Default: one set made from the signature, where it fixes all other dimensions.
    /// </summary>
    public IReadOnlyList<IReadOnlyDictionary<string, TensorShape>> Shapes { get; init; } = [];

    /// <summary>
    /// Asked where neither <see cref="Shapes"/> nor the signature says what a model takes, by who does not know the model before it is loaded: the signature goes in, a set of shapes comes out, or null.
    /// Zeros of such shapes need not be food for the model: a session that fails on them is ready all the same. Default: nobody is asked.
    /// </summary>
    public Func<ModelSignature, IReadOnlyDictionary<string, TensorShape>?>? ShapesOf { get; init; }
}
