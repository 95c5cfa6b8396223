using System.Buffers.Binary;
using ActorInference.Akka.Wire.Formats;

namespace ActorInference.Akka.Wire;

/// <summary>A part of a message. Its array is what goes over the network: a head (version, transfer, index) and then the part, so that nothing is copied to put it in a frame.</summary>
internal sealed class TransferChunk
{
    /// <summary>What names it on the wire.</summary>
    public const string Manifest = "chunk";

    /// <summary>Bytes in front of the part.</summary>
    public const int HeadBytes = 1 + 16 + sizeof(int);

    private TransferChunk(byte[] bytes) => Bytes = bytes;

    /// <summary>Head and part.</summary>
    public byte[] Bytes { get; }

    public Guid Id => new(Bytes.AsSpan(1, 16), bigEndian: false);

    /// <summary>Which part, from 0.</summary>
    public int Index => BinaryPrimitives.ReadInt32LittleEndian(Bytes.AsSpan(17));

    public ReadOnlyMemory<byte> Part => Bytes.AsMemory(HeadBytes);

    /// <summary>Writes the head in front of a part that lies in <paramref name="bytes"/> already.</summary>
    public static TransferChunk Over(byte[] bytes, Guid id, int index)
    {
        bytes[0] = MessageFormats.Version;
        id.TryWriteBytes(bytes.AsSpan(1, 16), bigEndian: false, out _);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(17), index);
        return new(bytes);
    }

    public static TransferChunk Read(byte[] bytes)
    {
        if (bytes.Length <= HeadBytes) throw WireDamage.Because($"a chunk has {bytes.Length} bytes, and its head alone has {HeadBytes}");
        return bytes[0] == MessageFormats.Version ? new(bytes) : throw WireDamage.Because($"a chunk has version {bytes[0]}, and this node speaks version {MessageFormats.Version}");
    }
}
