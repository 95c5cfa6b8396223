using System.Runtime.Serialization;
using Akka.Actor;
using Akka.Serialization;

namespace ActorInference.Akka.Tests;

/// <summary>Our serializer, but the twentieth part of streams that comes, and so many in all as <c>akka.lossy</c> says, are as if they had never come.</summary>
public sealed class LossySerializer(ExtendedActorSystem system) : SerializerWithStringManifest(system)
{
    private readonly WireSerializer _inner = new(system);
    private readonly int _lost = system.Settings.Config.GetInt("akka.lossy");
    private int _parts;

    public override int Identifier => _inner.Identifier;

    public override string Manifest(object o) => _inner.Manifest(o);

    public override byte[] ToBinary(object obj) => _inner.ToBinary(obj);

    public override object FromBinary(byte[] bytes, string manifest) =>
        manifest == "part" && Interlocked.Increment(ref _parts) - 20 is >= 0 and var beyond && beyond < _lost ? throw new SerializationException("lost") : _inner.FromBinary(bytes, manifest);
}
