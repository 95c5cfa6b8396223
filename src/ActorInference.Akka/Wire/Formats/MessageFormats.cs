using System.Collections.Frozen;
using ActorInference.Akka.Cluster;
using ActorInference.Akka.Cluster.Pipelines;

namespace ActorInference.Akka.Wire.Formats;

/// <summary>Every message that crosses the wire, by type and by name. A message is a byte with the version of its form, and then what its format writes.</summary>
internal static class MessageFormats
{
    /// <summary>The version of all forms. It rises with any change: a node does not guess at what another one of another version means.</summary>
    public const byte Version = 1;

    private static readonly MessageFormat[] All =
    [
        MessageFormat.Of("predict", PredictRequestFormat.Write, PredictRequestFormat.Read),
        MessageFormat.Of("reply", PredictReplyFormat.Write, PredictReplyFormat.Read),
        MessageFormat.Of<CancelRequest>("cancel", static (writer, message) => writer.Id(message.Id), static reader => new(reader.Id())),
        MessageFormat.Of<DescribeModel>("describe", static (_, _) => { }, static _ => DescribeModel.Instance),
        MessageFormat.Of("model", ModelDescriptionFormat.Write, ModelDescriptionFormat.Read),
        MessageFormat.Of("register", RegisterFrontend.Write, RegisterFrontend.Read),
        MessageFormat.Of("status", NodeStatus.Write, NodeStatus.Read),
        MessageFormat.Of("declined", RequestDeclined.Write, RequestDeclined.Read),
        MessageFormat.Of<DescribePipeline>("describe-pipeline", static (_, _) => { }, static _ => DescribePipeline.Instance),
        MessageFormat.Of("pipeline", PipelineSnapshot.Write, PipelineSnapshot.Read),
        MessageFormat.Of("stream", OpenStream.Write, OpenStream.Read),
        MessageFormat.Of("stream-opened", StreamOpened.Write, StreamOpened.Read),
        MessageFormat.Of("stream-refused", StreamRefused.Write, StreamRefused.Read),
        MessageFormat.Of("stream-moves", StreamMoves.Write, StreamMoves.Read),
        MessageFormat.Of("stream-aborted", StreamAborted.Write, StreamAborted.Read),
        MessageFormat.Of("stream-unwanted", StreamUnwanted.Write, StreamUnwanted.Read),
        MessageFormat.Of(StreamElement.Manifest, StreamElement.Write, StreamElement.Read),
        MessageFormat.Of("open", TransferOpen.Write, TransferOpen.Read),
        MessageFormat.Of("ack", TransferAck.Write, TransferAck.Read),
        MessageFormat.Of("aborted", TransferAborted.Write, TransferAborted.Read),
    ];

    private static readonly FrozenDictionary<Type, MessageFormat> ByType = All.ToFrozenDictionary(format => format.Type);
    private static readonly FrozenDictionary<string, MessageFormat> ByManifest = All.ToFrozenDictionary(format => format.Manifest);

    /// <summary>The format of a message; throws for what is none of ours.</summary>
    public static MessageFormat Of(object message) =>
        ByType.TryGetValue(message.GetType(), out var format) ? format : throw new ArgumentException($"{message.GetType()} is no message of ActorInference.", nameof(message));

    /// <summary>Writes the version and the message.</summary>
    public static void Write(WireWriter writer, MessageFormat format, object message)
    {
        writer.Byte(Version);
        format.Write(writer, message);
    }

    /// <summary>Reads a whole message. What has been rented when it turns out to be none goes back.</summary>
    public static object Read(string manifest, IReadOnlyList<ReadOnlyMemory<byte>> segments)
    {
        if (!ByManifest.TryGetValue(manifest, out var format)) throw WireDamage.Because($"there is no kind of message '{manifest}' in this version");
        var reader = new WireReader(segments);
        try
        {
            var version = reader.Byte();
            if (version != Version) throw WireDamage.Because($"it has version {version}, and this node speaks version {Version}");
            var message = format.Read(reader);
            return reader.Remaining == 0 ? message : throw WireDamage.Because($"{reader.Remaining:N0} bytes follow after its end");
        }
        catch
        {
            reader.GiveUp();
            throw;
        }
    }
}
