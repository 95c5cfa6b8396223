using ActorInference.Akka.Wire;
using Akka.Actor;
using AkkaSerialization = Akka.Serialization.Serialization;

namespace ActorInference.Akka.Cluster.Pipelines;

/// <summary>A reference to an end of a stream, in the form that Akka.Streams' own serializer gives it.</summary>
internal sealed record SerializedRef(int Serializer, string Manifest, byte[] Bytes)
{
    public static SerializedRef Of(object reference, ActorSystem system)
    {
        var serializer = system.Serialization.FindSerializerFor(reference);
        return new(serializer.Identifier, AkkaSerialization.ManifestFor(serializer, reference), system.Serialization.Serialize(reference));
    }

    public T To<T>(ActorSystem system) => (T)system.Serialization.Deserialize(Bytes, Serializer, Manifest);

    public static void Write(WireWriter writer, SerializedRef reference)
    {
        writer.Int32(reference.Serializer);
        writer.Text(reference.Manifest);
        writer.Blob(reference.Bytes);
    }

    public static SerializedRef Read(WireReader reader) => new(reader.Int32(), reader.Text(), reader.Blob());
}
