using System.Buffers.Binary;
using System.Text;

namespace ActorInference.Formats.Npy;

/// <summary>
/// The start of an .npy file: magic, version, header length, and a Python dictionary in text,
/// <c>{'descr': '&lt;f4', 'fortran_order': False, 'shape': (2, 3), }</c>. Versions 1.0, 2.0 (longer headers) and 3.0 (UTF-8 names).
/// </summary>
internal readonly record struct NpyHeader(NpyType Type, bool FortranOrder, TensorShape Shape)
{
    // NumPy itself refuses headers over 10,000 characters unless told to trust the file; this leaves room for odd writers.
    private const int LongestHeader = 1 << 20;

    private static ReadOnlySpan<byte> Magic => [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y'];

    /// <summary>Reads the header and leaves the stream at the first element.</summary>
    public static Outcome<NpyHeader> Read(Stream stream)
    {
        Span<byte> start = stackalloc byte[12];
        if (stream.ReadAtLeast(start[..8], 8, throwOnEndOfStream: false) < 8) return Malformed.Because("it ends before NumPy's header");
        if (!start[..6].SequenceEqual(Magic)) return Malformed.Because("it is no .npy file: NumPy's first six bytes are missing");
        var version = start[6];
        if (version is < 1 or > 3) return Malformed.Because($"it has format version {version}.{start[7]}; 1.0, 2.0 and 3.0 are known");

        var lengthBytes = version == 1 ? 2 : 4;
        if (stream.ReadAtLeast(start[8..(8 + lengthBytes)], lengthBytes, throwOnEndOfStream: false) < lengthBytes) return Malformed.Because("it ends inside NumPy's header");
        long length = version == 1 ? BinaryPrimitives.ReadUInt16LittleEndian(start[8..]) : BinaryPrimitives.ReadUInt32LittleEndian(start[8..]);
        if (length > stream.Length - stream.Position) return Malformed.Because($"its header claims {length:N0} bytes, of which {stream.Length - stream.Position:N0} are there");
        if (length > LongestHeader) return Malformed.Because($"its header of {length:N0} bytes is longer than any real one");

        var bytes = new byte[length];
        if (stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false) < bytes.Length) return Malformed.Because("it ends inside NumPy's header");
        return NpyHeaderText.Parse(version == 3 ? Encoding.UTF8.GetString(bytes) : Encoding.Latin1.GetString(bytes));
    }

    /// <summary>A header of version 1.0 for a row-major array, padded so that the elements begin at a multiple of 64 bytes.</summary>
    public static byte[] Create(string type, TensorShape shape)
    {
        var dimensions = string.Join(", ", shape.Dimensions.ToArray());
        var tuple = shape.Rank == 1 ? $"({dimensions},)" : $"({dimensions})";
        var text = $"{{'descr': '{type}', 'fortran_order': False, 'shape': {tuple}, }}";
        var whole = (10 + text.Length + 1 + 63) / 64 * 64;
        var header = new byte[whole];
        Magic.CopyTo(header);
        header[6] = 1;
        BinaryPrimitives.WriteUInt16LittleEndian(header.AsSpan(8), checked((ushort)(whole - 10)));
        header.AsSpan(10).Fill((byte)' ');
        Encoding.ASCII.GetBytes(text, header.AsSpan(10));
        header[^1] = (byte)'\n';
        return header;
    }
}
