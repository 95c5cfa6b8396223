namespace ActorInference.Bench.Nothing;

/// <summary>
/// A session whose <c>Run</c> does nothing but make its output, one element, so that what is measured is the way to it and back. With
/// <see cref="ElementType.String"/> that costs one small object, with a number also a rent from the pool: the difference is what tensors cost.
/// </summary>
internal sealed class NoopSession(ElementType elementType) : ISession
{
    public const string Input = "x", Output = "y";

    private static readonly TensorShape Shape = [1, 1];
    private static readonly string[] Strings = [""];

    public ModelSignature Signature { get; } = new([new(Input, TypeOf(elementType))], [new(Output, TypeOf(elementType))], []);

    public ModelMetadata Metadata { get; } = new();

    public DeviceId Device => DeviceId.Cpu;

    public bool AllowsConcurrentRuns => true;

    public static Tensor MakeTensor(ElementType elementType) =>
        elementType == ElementType.String ? Tensor.FromStrings(Strings, Shape) : Tensor.Allocate(elementType, Shape);

    public Failure? Run(ReadOnlySpan<RunInput> inputs, Span<RunOutput> outputs, CancellationToken terminate = default)
    {
        foreach (ref var output in outputs) output.Value ??= MakeTensor(elementType);
        return null;
    }

    public void Dispose()
    {
    }

    // Nothing is free: predictions are to be run one by one, as the plain queue does it.
    private static TensorType TypeOf(ElementType elementType) => new(elementType, [Dimension.Fixed(1), Dimension.Fixed(1)]);
}
