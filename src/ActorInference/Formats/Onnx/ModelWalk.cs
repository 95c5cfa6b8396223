using Google.Protobuf;

namespace ActorInference.Formats.Onnx;

/// <summary>What one pass over a model file found, with its weights skipped.</summary>
internal sealed record ModelWalk(ModelHeader Header, int NodeCount, int InitializerCount, IReadOnlyList<string> ExternalFiles)
{
    // ONNX's public field numbers; see onnx.proto.
    private const int GraphField = 7;
    private const int NodeField = 1;
    private const int InitializerField = 5;
    private const int ExternalDataField = 13;

    // Header fields are read, not skipped: a description of more than this is taken for damage.
    private const long LongestHeaderField = 16 << 20;

    public static Outcome<ModelWalk> Read(Stream stream)
    {
        var reader = new WireReader(stream);
        var header = new MemoryStream();
        var counts = new Counts();
        var hasGraph = false;
        while (stream.Position < stream.Length)
        {
            var start = stream.Position;
            if (reader.Next(stream.Length) is not { } field) return Damaged(stream, start, hasGraph);
            if (field.Number == GraphField && field.Length is { } graphLength)
            {
                hasGraph = true;
                if (!Graph(reader, stream, stream.Position + graphLength, counts)) return Damaged(stream, start, hasGraph);
                continue;
            }

            var end = stream.Position + (field.Length ?? 0);
            if (end - start <= LongestHeaderField && field.Number is >= 1 and <= 14)
            {
                var bytes = new byte[end - start];
                stream.Position = start;
                stream.ReadExactly(bytes);
                header.Write(bytes);
            }

            stream.Position = end;
        }

        ModelHeader message;
        try
        {
            message = ModelHeader.Parser.WithDiscardUnknownFields(true).ParseFrom(header.ToArray());
        }
        catch (InvalidProtocolBufferException)
        {
            return Malformed.Because("is no ONNX model, or a damaged one: its header cannot be read");
        }

        if (!hasGraph) return Malformed.Because(message.IrVersion > 0 ? "is an ONNX model without a graph; it cannot run: export it again" : "is no ONNX model");
        return new ModelWalk(message, counts.Nodes, counts.Initializers, counts.ExternalFiles.ToList());
    }

    private static bool Graph(WireReader reader, Stream stream, long end, Counts counts)
    {
        while (stream.Position < end)
        {
            if (reader.Next(end) is not { } field) return false;
            var next = stream.Position + (field.Length ?? 0);
            if (field.Number == NodeField) counts.Nodes++;
            if (field.Number == InitializerField && field.Length is not null)
            {
                counts.Initializers++;
                if (!Initializer(reader, stream, next, counts)) return false;
            }

            stream.Position = next;
        }

        return stream.Position == end;
    }

    private static bool Initializer(WireReader reader, Stream stream, long end, Counts counts)
    {
        // An entry holds a key and a value: a path, an offset, a checksum.
        const long LongestEntry = 1 << 16;
        while (stream.Position < end)
        {
            if (reader.Next(end) is not { } field) return false;
            var next = stream.Position + (field.Length ?? 0);
            if (field is { Number: ExternalDataField, Length: <= LongestEntry and > 0 })
            {
                var bytes = new byte[field.Length.Value];
                stream.ReadExactly(bytes);
                try
                {
                    var entry = StringStringEntryProto.Parser.ParseFrom(bytes);
                    if (entry.Key == "location") counts.ExternalFiles.Add(entry.Value);
                }
                catch (InvalidProtocolBufferException)
                {
                    return false;
                }
            }

            stream.Position = next;
        }

        return stream.Position == end;
    }

    private static Failure Damaged(Stream stream, long start, bool hasGraph) =>
        start == 0 && !hasGraph
            ? Malformed.Because("is no ONNX model: its first bytes are none of an ONNX file")
            : Malformed.Because($"is cut short or damaged: the part that begins at byte {start:N0} does not fit into the {stream.Length:N0} bytes of the file; download it again");

    private sealed class Counts
    {
        public int Nodes { get; set; }

        public int Initializers { get; set; }

        public HashSet<string> ExternalFiles { get; } = [];
    }
}
