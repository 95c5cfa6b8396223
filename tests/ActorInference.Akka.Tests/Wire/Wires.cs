using Akka.Actor;

namespace ActorInference.Akka.Tests.Wire;

/// <summary>Messages through the serializer and back.</summary>
public sealed class Wires : IDisposable
{
    private readonly ActorSystem _system = ActorSystem.Create("wires", AkkaConfiguration.Reference.WithFallback("akka.loglevel = ERROR"));

    public Wires() => Serializer = new((ExtendedActorSystem)_system);

    public WireSerializer Serializer { get; }

    public byte[] Write(object message) => Serializer.ToBinary(message);

    public T Read<T>(byte[] bytes) => (T)Serializer.FromBinary(bytes, ManifestOf<T>());

    public T Through<T>(T message)
        where T : class => Read<T>(Write(message));

    /// <summary>A prediction that a model gives: there is no other way to get one.</summary>
    public static Prediction Predict(ModelSignature signature, FakeCompute compute)
    {
        var sessions = new FakeSessionFactory { Model = new(signature, compute) };
        using var predictor = Predictor.Open(sessions, ModelSource.Memory(default, "made"), new() { Placement = Placement.Parse("fake"), WarmUp = new() { BatchSizes = [] } }).Value;
        return predictor.Predict(Tensor.From([1f], [1])).Value;
    }

    public void Dispose()
    {
        _system.Terminate().Wait(TimeSpan.FromSeconds(30));
        _system.Dispose();
    }

    private static string ManifestOf<T>() => typeof(T).Name switch
    {
        nameof(PredictRequest) => "predict",
        nameof(PredictReply) => "reply",
        nameof(CancelRequest) => "cancel",
        nameof(DescribeModel) => "describe",
        nameof(ModelDescription) => "model",
        var other => throw new NotSupportedException(other),
    };
}
