using System.Runtime.Serialization;
using Akka.Actor;
using Akka.Serialization;

namespace ActorInference.Akka.Tests;

/// <summary>Our serializer, but messages of the kind that <c>akka.lossy.manifest</c> names, behind the first <c>akka.lossy.after</c> and <c>akka.lossy.count</c> in all, are as if they had never come.</summary>
public sealed class LossySerializer(ExtendedActorSystem system) : SerializerWithStringManifest(system)
{
    private readonly WireSerializer _inner = new(system);
    private readonly string _manifest = system.Settings.Config.GetString("akka.lossy.manifest");
    private readonly int _after = system.Settings.Config.GetInt("akka.lossy.after");
    private readonly int _count = system.Settings.Config.GetInt("akka.lossy.count");
    private int _come;

    /// <summary>The settings of a system that has it.</summary>
    public static (string Key, string Value)[] Losing(string manifest, int after = 0, int count = int.MaxValue) =>
        [("akka.actor.serializers.actorinference", typeof(LossySerializer).AssemblyQualifiedName!), ("akka.lossy.manifest", manifest), ("akka.lossy.after", $"{after}"), ("akka.lossy.count", $"{count}")];

    public override int Identifier => _inner.Identifier;

    public override string Manifest(object o) => _inner.Manifest(o);

    public override byte[] ToBinary(object obj) => _inner.ToBinary(obj);

    public override object FromBinary(byte[] bytes, string manifest) =>
        manifest == _manifest && Interlocked.Increment(ref _come) - _after is > 0 and var beyond && beyond <= _count ? throw new SerializationException("lost") : _inner.FromBinary(bytes, manifest);
}
