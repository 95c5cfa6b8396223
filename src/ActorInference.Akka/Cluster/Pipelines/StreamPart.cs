using ActorInference.Akka.Wire;
using ActorInference.Akka.Wire.Formats;

namespace ActorInference.Akka.Cluster.Pipelines;

/// <summary>What goes through a StreamRef: a part of an element. Its array is what goes over the network: a head (version, and 0, or 1 for the last of its element, or 2 for nothing at all) and then the part.</summary>
internal sealed class StreamPart
{
    /// <summary>What names it on the wire.</summary>
    public const string Manifest = "part";

    /// <summary>Bytes in front of the part.</summary>
    public const int HeadBytes = 2;

    private const byte Last = 1;
    private const byte Nothing = 2;

    private StreamPart(byte[] bytes) => Bytes = bytes;

    /// <summary>Head and part.</summary>
    public byte[] Bytes { get; }

    public bool IsLast => Bytes[1] == Last;

    /// <summary>Whether it only says that the sender is there.</summary>
    public bool IsNothing => Bytes[1] == Nothing;

    public ReadOnlyMemory<byte> Part => Bytes.AsMemory(HeadBytes);

    /// <summary>Says that the sender is there.</summary>
    public static StreamPart StillThere { get; } = new([MessageFormats.Version, Nothing]);

    /// <summary>The parts of an element.</summary>
    /// <exception cref="ObjectDisposedException">A tensor of it has been disposed.</exception>
    public static StreamPart[] Of(StreamElement element, long length, int partBytes)
    {
        var segments = EncodedMessage.Segment(element, length, partBytes, HeadBytes);
        for (var i = 0; i < segments.Length; i++) (segments[i][0], segments[i][1]) = (MessageFormats.Version, i == segments.Length - 1 ? Last : (byte)0);
        return Array.ConvertAll(segments, segment => new StreamPart(segment));
    }

    public static StreamPart Read(byte[] bytes)
    {
        if (bytes.Length < HeadBytes) throw WireDamage.Because($"a part of a stream has {bytes.Length} bytes, and its head alone has {HeadBytes}");
        if (bytes[0] != MessageFormats.Version) throw WireDamage.Because($"a part of a stream has version {bytes[0]}, and this node speaks version {MessageFormats.Version}");
        if (bytes[1] > Nothing) throw WireDamage.Because($"there is no part of a stream with the number {bytes[1]}");
        return bytes.Length > HeadBytes == (bytes[1] != Nothing) ? new(bytes) : throw WireDamage.Because("a part of a stream is empty, or is not and says so");
    }
}
