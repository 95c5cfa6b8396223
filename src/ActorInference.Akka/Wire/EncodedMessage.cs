using ActorInference.Akka.Wire.Formats;

namespace ActorInference.Akka.Wire;

/// <summary>
/// A message in the form that it has on the wire: nothing in it is rented or lent. Whole where it fits one array; else in chunks, each with room in front for the head that <see cref="TransferChunk"/> writes.
/// </summary>
internal sealed class EncodedMessage
{
    private EncodedMessage(string manifest, byte[][] segments, long length, Guid? request, Guid? reply)
    {
        Manifest = manifest;
        Segments = segments;
        Length = length;
        Request = request;
        Reply = reply;
    }

    public string Manifest { get; }

    /// <summary>Which request it is; null where it is none.</summary>
    public Guid? Request { get; }

    /// <summary>Which request it replies to; null where it is no reply.</summary>
    public Guid? Reply { get; }

    /// <summary>The arrays, heads included.</summary>
    public byte[][] Segments { get; }

    /// <summary>Bytes of the message alone.</summary>
    public long Length { get; }

    /// <summary>Whether it goes as one message of Akka's.</summary>
    public bool IsWhole => Segments.Length == 1;

    /// <summary>The message alone, as it is read.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> Parts => IsWhole ? [Segments[0]] : [.. Segments.Select(segment => (ReadOnlyMemory<byte>)segment.AsMemory(TransferChunk.HeadBytes))];

    /// <summary>How long the message would be.</summary>
    public static long Measure(object message)
    {
        var counting = new WireWriter();
        MessageFormats.Write(counting, MessageFormats.Of(message), message);
        return counting.Length;
    }

    /// <summary>Writes the message.</summary>
    /// <param name="message">One of ours.</param>
    /// <param name="length">What <see cref="Measure"/> says of it.</param>
    /// <param name="chunkBytes">The most that one array holds, its head not counted.</param>
    /// <exception cref="ObjectDisposedException">A tensor of it has been disposed.</exception>
    public static EncodedMessage Of(object message, long length, int chunkBytes)
    {
        var segments = Segment(message, length, chunkBytes, length <= chunkBytes ? 0 : TransferChunk.HeadBytes);
        return new(MessageFormats.Of(message).Manifest, segments, length, (message as PredictRequest)?.Id, (message as PredictReply)?.Id);
    }

    /// <summary>Writes the message into arrays.</summary>
    /// <param name="message">Which.</param>
    /// <param name="length">What <see cref="Measure"/> said of it.</param>
    /// <param name="chunkBytes">The most that one array holds, its head not counted.</param>
    /// <param name="head">Bytes that are left free in front of each.</param>
    /// <exception cref="ObjectDisposedException">A tensor of it has been disposed.</exception>
    public static byte[][] Segment(object message, long length, int chunkBytes, int head)
    {
        var format = MessageFormats.Of(message);
        var segments = new byte[Math.Max(1, (length + chunkBytes - 1) / chunkBytes)][];
        for (var i = 0; i < segments.Length; i++) segments[i] = GC.AllocateUninitializedArray<byte>(head + (int)Math.Min(chunkBytes, length - ((long)i * chunkBytes)));
        var writer = new WireWriter(segments, head);
        MessageFormats.Write(writer, format, message);
        if (writer.Length != length) throw new InvalidOperationException($"This is a bug: {format.Manifest} took {writer.Length} bytes where {length} were counted.");
        return segments;
    }

    /// <summary>The same for a second way: the heads of chunks that are under way must stay as they are.</summary>
    public EncodedMessage Copy() => IsWhole ? this : new(Manifest, [.. Segments.Select(segment => (byte[])segment.Clone())], Length, Request, Reply);
}
