using ActorInference.Akka.Cluster.Pipelines;
using ActorInference.Akka.Wire;
using ActorInference.Akka.Wire.Formats;
using Akka.Actor;
using Akka.Serialization;

namespace ActorInference.Akka;

/// <summary>
/// How messages of ActorInference cross the network: binary, little-endian, each with the version of its form. Whatever bytes come: they are a message, or a
/// <see cref="System.Runtime.Serialization.SerializationException"/> that says what is wrong. <see cref="AkkaConfiguration.Reference"/> binds it.
/// <para>
/// Tensors are copied once, from their native memory into the message, and at the other end once into memory of <see cref="TensorPool.Shared"/>; a request that was read holds that until it is released, a reply
/// until its prediction is disposed. What is larger than a frame needs <see cref="WireExtension.Tell"/>, which sends it in chunks.
/// </para>
/// </summary>
public sealed class WireSerializer : SerializerWithStringManifest
{
    internal const int Number = 16_713; // "AI"

    /// <summary>For Akka.NET.</summary>
    public WireSerializer(ExtendedActorSystem system)
        : base(system)
    {
        if (!BitConverter.IsLittleEndian) throw new PlatformNotSupportedException("The wire is little-endian, and this processor is not.");
    }

    /// <summary>The serializer's number, the same on all nodes. Akka.NET keeps those up to 40 for itself.</summary>
    public override int Identifier => Number;

    /// <inheritdoc/>
    public override string Manifest(object o) => o switch
    {
        EncodedMessage encoded => encoded.Manifest,
        TransferChunk => TransferChunk.Manifest,
        StreamPart => StreamPart.Manifest,
        _ => MessageFormats.Of(o).Manifest,
    };

    /// <inheritdoc/>
    public override byte[] ToBinary(object obj) => obj switch
    {
        EncodedMessage { IsWhole: true } encoded => encoded.Segments[0],
        TransferChunk chunk => chunk.Bytes,
        StreamPart part => part.Bytes,
        _ => Whole(obj),
    };

    /// <inheritdoc/>
    public override object FromBinary(byte[] bytes, string manifest)
    {
        ArgumentNullException.ThrowIfNull(bytes);
        return manifest switch
        {
            TransferChunk.Manifest => TransferChunk.Read(bytes),
            StreamPart.Manifest => StreamPart.Read(bytes),
            _ => MessageFormats.Read(manifest, [bytes]),
        };
    }

    private static byte[] Whole(object message)
    {
        var length = EncodedMessage.Measure(message);
        if (length > Array.MaxLength) throw new ArgumentException($"The message takes {length:N0} bytes; one array holds {Array.MaxLength:N0}.", nameof(message));
        return EncodedMessage.Of(message, length, Array.MaxLength).Segments[0];
    }
}
