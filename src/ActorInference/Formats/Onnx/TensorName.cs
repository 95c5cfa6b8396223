namespace ActorInference.Formats.Onnx;

/// <summary>Finds the name in a tensor message, stepping over everything else.</summary>
internal static class TensorName
{
    // TensorProto.name; the messages of sequences, maps and optionals have no field of this number.
    private const int NameField = 8;

    // A name is an identifier: what is longer is something else.
    private const int LongestName = 1 << 12;

    /// <summary>The name; null when there is none, or no sound message.</summary>
    public static string? Find(Stream stream)
    {
        var reader = new WireReader(stream);
        while (stream.Position < stream.Length && reader.Next(stream.Length) is { } field)
        {
            if (field is { Number: NameField, Length: > 0 and <= LongestName })
            {
                var bytes = new byte[field.Length.Value];
                stream.ReadExactly(bytes);
                return StrictText.Decode(bytes);
            }

            stream.Position += field.Length ?? 0;
        }

        return null;
    }
}
