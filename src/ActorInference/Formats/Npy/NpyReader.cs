namespace ActorInference.Formats.Npy;

/// <summary>Reads one array from an .npy file straight into a tensor's memory; byte order and element order are put right there.</summary>
internal static class NpyReader
{
    public static Outcome<Tensor> Read(FileStream stream)
    {
        if (!NpyHeader.Read(stream).TryGet(out var header, out var failure)) return failure;

        // Compared before anything is allocated: a header may claim what it likes, the file's length is a fact.
        var claimed = (Int128)header.Shape.ElementCount * header.Type.ItemBytes;
        var present = stream.Length - stream.Position;
        if (claimed != present)
        {
            return Malformed.Because($"its header claims {Shapes.Text(header.Shape.Dimensions)} of {header.Type.ItemBytes} bytes, {claimed:N0} in all; {present:N0} are there");
        }

        if (present > Array.MaxLength) return Malformed.Because($"its array has {present:N0} bytes; up to 2 GiB are read");
        return header.Type.ElementType == ElementType.String ? NpyStrings.Read(stream, header) : ReadNumbers(stream, header);
    }

    private static Outcome<Tensor> ReadNumbers(FileStream stream, NpyHeader header)
    {
        var tensor = Tensor.Allocate(header.Type.ElementType, header.Shape);
        var bytes = tensor.Bytes();
        if (stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false) < bytes.Length)
        {
            tensor.Dispose();
            return Malformed.Because("it became shorter while it was read");
        }

        if (header.Type.BigEndian) ByteOrder.Reverse(bytes, header.Type.ItemBytes);
        if (header.Type.ElementType == ElementType.Bool) Booleans.Normalise(bytes);
        if (!header.FortranOrder || header.Shape.Rank < 2) return tensor;

        using (tensor)
        {
            var ordered = Tensor.Allocate(header.Type.ElementType, header.Shape);
            FortranOrder.ToRowMajor(bytes, ordered.Bytes(), header.Type.ItemBytes, header.Shape);
            return ordered;
        }
    }
}
