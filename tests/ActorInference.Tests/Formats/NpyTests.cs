using System.Buffers.Binary;
using System.Text;

namespace ActorInference.Tests.Formats;

public sealed class NpyTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Every_version_of_the_format_is_read(byte version)
    {
        using var tensor = Read(File("{'descr': '<i4', 'fortran_order': False, 'shape': (3,), }", [1, 0, 0, 0, 2, 0, 0, 0, 255, 255, 255, 255], version)).Value;
        Assert.Equal("int32 [3]", tensor.ToString());
        Assert.Equal([1, 2, -1], ((Tensor)tensor).Span<int>().ToArray());
    }

    [Theory]
    [InlineData("f2", 2)]
    [InlineData("f4", 4)]
    [InlineData("i8", 8)]
    [InlineData("u2", 2)]
    public void Big_endian_reads_as_little_endian_does(string type, int size)
    {
        var little = Enumerable.Range(1, size * 6).Select(i => (byte)i).ToArray();
        var big = little.Chunk(size).SelectMany(element => element.Reverse()).ToArray();
        using var expected = (Tensor)Read(File($"{{'descr': '<{type}', 'fortran_order': False, 'shape': (2, 3), }}", little)).Value;
        using var actual = (Tensor)Read(File($"{{'descr': '>{type}', 'fortran_order': False, 'shape': (2, 3), }}", big)).Value;
        Assert.True(SampleTensors.Same(expected, actual));
    }

    [Theory]
    [InlineData("|u1", 1)]
    [InlineData("<u2", 2)]
    [InlineData("<f4", 4)]
    [InlineData(">f8", 8)]
    [InlineData("<U1", 4)]
    public void Fortran_order_comes_out_row_major(string type, int size)
    {
        // [2,3,2] column-major: element (i,j,k) lies at i + 2j + 6k; its value is 65 + that.
        var data = new byte[12 * size];
        for (var i = 0; i < 12; i++) data[type[0] == '>' ? (i * size) + size - 1 : i * size] = (byte)(65 + i);
        using var tensor = (Tensor)Read(File($"{{'descr': '{type}', 'fortran_order': True, 'shape': (2, 3, 2), }}", data)).Value;
        int[] expected = [0, 6, 2, 8, 4, 10, 1, 7, 3, 9, 5, 11];
        if (tensor.ElementType == ElementType.String)
        {
            Assert.Equal(expected.Select(x => ((char)(65 + x)).ToString()), tensor.Strings().ToArray());
            return;
        }

        Assert.Equal(expected.Select(x => (byte)(65 + x)), tensor.Bytes().ToArray().Chunk(size).Select(element => element[0]));
    }

    [Fact]
    public void Fixed_width_strings_are_read_without_their_padding()
    {
        var utf32 = new byte[24];
        BinaryPrimitives.WriteInt32BigEndian(utf32, 'a');
        BinaryPrimitives.WriteInt32BigEndian(utf32.AsSpan(4), 0x1F600);
        using var unicode = (Tensor)Read(File("{'descr': '>U3', 'fortran_order': False, 'shape': (2,), }", utf32)).Value;
        Assert.Equal(["a😀", ""], unicode.Strings().ToArray());
        using var bytes = (Tensor)Read(File("{'descr': '|S3', 'fortran_order': False, 'shape': (2,), }", [.. "ab"u8, 0, 0xC3, 0xA4, 0])).Value;
        Assert.Equal(["ab", "ä"], bytes.Strings().ToArray());
    }

    [Fact]
    public void Scalars_empty_arrays_and_python_2_shapes_are_read()
    {
        using var scalar = Read(File("{'descr': '<f4', 'fortran_order': False, 'shape': (), }", [0, 0, 128, 63])).Value;
        Assert.Equal("float32 []", scalar.ToString());
        using var empty = Read(File("{'descr': '<f8', 'fortran_order': True, 'shape': (3L, 0L), }", [])).Value;
        Assert.Equal("float64 [3,0]", empty.ToString());
        using var reordered = Read(File("{\"shape\": (1,), \"descr\": \"|b1\", \"fortran_order\": False}", [7])).Value;
        Assert.Equal([1], ((Tensor)reordered).Bytes().ToArray());
    }

    [Theory]
    [InlineData("{'descr': '<c8', 'fortran_order': False, 'shape': (1,), }", "complex")]
    [InlineData("{'descr': '|O', 'fortran_order': False, 'shape': (1,), }", "pickled Python objects")]
    [InlineData("{'descr': '<M8[ns]', 'fortran_order': False, 'shape': (1,), }", "no type of NumPy")]
    [InlineData("{'descr': '<m8', 'fortran_order': False, 'shape': (1,), }", "dates or times")]
    [InlineData("{'descr': '|V2', 'fortran_order': False, 'shape': (4,), }", "raw records")]
    [InlineData("{'descr': '<f3', 'fortran_order': False, 'shape': (1,), }", "no element type")]
    [InlineData("{'descr': '', 'fortran_order': False, 'shape': (1,), }", "no type of NumPy")]
    [InlineData("{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (1,), }", "structured array")]
    [InlineData("{'descr': '<U536870912', 'fortran_order': False, 'shape': (1,), }", "no element type")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (2, 4), }", "claims [2,4] of 4 bytes, 32 in all; 8 are there")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (1,), }", "4 in all; 8 are there")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (4611686018427387904,), }", "8 are there")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (9223372036854775807, 9223372036854775807), }", "more elements than fit")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (-2,), }", "no dictionary")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': 2, }", "no dictionary")]
    [InlineData("{'descr': '<f4', 'fortran_order': 1, 'shape': (2,), }", "no dictionary")]
    [InlineData("{'descr': '<f4', 'shape': (2,), }", "no dictionary")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (2,), 'more': 1}", "no dictionary")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (2,), } 5", "no dictionary")]
    [InlineData("{'descr': '<f4 ", "no dictionary")]
    [InlineData("", "no dictionary")]
    public void Header_that_cannot_be_is_refused_with_its_reason(string header, string reason)
    {
        var failure = Read(File(header, new byte[8])).Failure;
        Assert.Equal(ErrorKind.InvalidInput, failure?.Kind);
        Assert.Contains(reason, failure?.Message);
        Assert.StartsWith(_folder.File("x.npy"), failure?.Message);
    }

    [Fact]
    public void Strings_of_no_width_are_refused_because_a_file_could_claim_any_number_of_them()
    {
        var failure = Read(File("{'descr': '<U0', 'fortran_order': False, 'shape': (1000000000000,), }", [])).Failure;
        Assert.Contains("strings of width 0", failure?.Message);
    }

    [Fact]
    public void Header_that_claims_more_than_the_file_is_refused()
    {
        byte[] file = [0x93, .. "NUMPY"u8, 2, 0, 0xFF, 0xFF, 0xFF, 0xFF, (byte)'{'];
        Assert.Contains("claims 4,294,967,295 bytes", Read(file).Failure?.Message);
    }

    [Fact]
    public void Unknown_version_and_foreign_file_are_told_apart()
    {
        Assert.Contains("format version 9.0", Read([0x93, .. "NUMPY"u8, 9, 0, 0, 0, 0, 0]).Failure?.Message);
        Assert.Contains("no .npy file", Read("PNG or whatever it is"u8.ToArray()).Failure?.Message);
    }

    [Fact]
    public void Strings_that_are_no_text_are_refused()
    {
        Assert.Contains("element 1 is no sound UTF-32", Read(File("{'descr': '<U1', 'fortran_order': False, 'shape': (2,), }", [65, 0, 0, 0, 0, 0xD8, 0, 0])).Failure?.Message);
        Assert.Contains("element 0 is no sound UTF-8", Read(File("{'descr': '|S1', 'fortran_order': False, 'shape': (1,), }", [0xFF])).Failure?.Message);
    }

    [Fact]
    public void Elements_begin_at_a_multiple_of_64_bytes_and_the_header_is_numpys()
    {
        using var tensor = Tensor.From<float>([1, 2, 3], [3, 1]);
        Assert.Null(TensorFile.Write(_folder.File("x.npy"), tensor));
        var bytes = System.IO.File.ReadAllBytes(_folder.File("x.npy"));
        Assert.Equal(128 + 12, bytes.Length);
        Assert.StartsWith("{'descr': '<f4', 'fortran_order': False, 'shape': (3, 1), } ", Encoding.ASCII.GetString(bytes, 10, 118));
        Assert.Equal((byte)'\n', bytes[127]);
    }

    private Outcome<Value> Read(byte[] bytes)
    {
        System.IO.File.WriteAllBytes(_folder.File("x.npy"), bytes);
        return TensorFile.Read(_folder.File("x.npy"));
    }

    private static byte[] File(string header, byte[] data, byte version = 1)
    {
        var text = Encoding.UTF8.GetBytes(header + "\n");
        byte[] length = version == 1 ? [(byte)text.Length, (byte)(text.Length >> 8)] : [(byte)text.Length, (byte)(text.Length >> 8), 0, 0];
        return [0x93, .. "NUMPY"u8, version, 0, .. length, .. text, .. data];
    }
}
