namespace ActorInference.Bench.Akka;

/// <summary>A session that gives back what it is given, over the same memory: what is measured is the way there and back.</summary>
internal sealed class EchoSession : ISession
{
    public ModelSignature Signature { get; } = new([new("x", Bytes)], [new("y", Bytes)], []);

    public ModelMetadata Metadata { get; } = new();

    public DeviceId Device => DeviceId.Cpu;

    public bool AllowsConcurrentRuns => true;

    private static TensorType Bytes { get; } = new(ElementType.UInt8, [Dimension.Fixed(1), Dimension.Free("bytes")]);

    public Failure? Run(ReadOnlySpan<RunInput> inputs, Span<RunOutput> outputs, CancellationToken terminate = default)
    {
        outputs[0].Value = ((Tensor)inputs[0].Value).Share();
        return null;
    }

    public void Dispose()
    {
    }

    /// <summary>Opens such sessions.</summary>
    public sealed class Factory : ISessionFactory
    {
        public string Runtime => "echo";

        public IReadOnlyList<DeviceReport> ListDevices() => [new(DeviceId.Cpu, "echo", Usable: true, "always")];

        public Outcome<ISession> Open(ModelSource model, SessionOptions options) => Outcome.Of<ISession>(new EchoSession());
    }
}
