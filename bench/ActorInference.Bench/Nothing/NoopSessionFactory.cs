namespace ActorInference.Bench.Nothing;

/// <summary>Opens <see cref="NoopSession"/>s, whatever model is asked for. See there for <paramref name="elementType"/>.</summary>
internal sealed class NoopSessionFactory(ElementType elementType) : ISessionFactory
{
    /// <summary>What the sessions take. The caller owns it.</summary>
    public Tensor MakeInput() => NoopSession.MakeTensor(elementType);

    public string Runtime => "nothing";

    public IReadOnlyList<DeviceReport> ListDevices() => [new(DeviceId.Cpu, "nothing", Usable: true, "always")];

    public Outcome<ISession> Open(ModelSource model, SessionOptions options) => Outcome.Of<ISession>(new NoopSession(elementType));
}
