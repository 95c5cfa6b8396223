using Akka.Actor;
using Akka.Serialization;

namespace ActorInference.Akka.Tests.Wire;

/// <summary>Bytes that go over the wire under our serializer's number, whatever they are.</summary>
/// <param name="Manifest">What they say they are.</param>
/// <param name="Bytes">The bytes.</param>
public sealed record Damage(string Manifest, byte[] Bytes);

/// <summary>Writes <see cref="Damage"/> in the name of <see cref="WireSerializer"/>; takes its place in a system that only sends.</summary>
public sealed class DamagingSerializer(ExtendedActorSystem system) : SerializerWithStringManifest(system)
{
    public static string Configuration => $$"""
        akka.actor {
          serializers.damaging = "{{typeof(DamagingSerializer).AssemblyQualifiedName}}"
          serialization-bindings { "{{typeof(Damage).AssemblyQualifiedName}}" = damaging, "{{typeof(Heard).AssemblyQualifiedName}}" = damaging }
        }
        """;

    public override int Identifier => 16_713;

    public override string Manifest(object o) => ((Damage)o).Manifest;

    public override byte[] ToBinary(object obj) => ((Damage)obj).Bytes;

    public override object FromBinary(byte[] bytes, string manifest) => new Heard(manifest, bytes);
}

/// <summary>What came back.</summary>
public sealed record Heard(string Manifest, byte[] Bytes);
