using System.Text;
using ActorInference.Formats.Onnx;
using Google.Protobuf;

namespace ActorInference.Tests.Models;

public sealed class ModelFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Sound_model_is_described()
    {
        var report = Examine(Model()).Value;
        Assert.Equal(9, report.IrVersion);
        Assert.Equal("builder 1.2", report.Producer);
        Assert.Equal(17, report.Opsets[""]);
        Assert.Equal(1, report.Opsets["com.example"]);
        Assert.Equal(new FileInfo(_folder.File("x.onnx")).Length, report.ByteLength);
        Assert.Equal((2, 1), (report.InitializerCount, report.NodeCount));
        Assert.Empty(report.ExternalFiles);
    }

    [Fact]
    public void Weights_in_another_file_are_named_and_must_be_there()
    {
        var model = Model();
        foreach (var name in new[] { "weights.bin", "weights.bin", "more.bin" })
        {
            model.Graph.Initializer.Add(new TensorProto { DataLocation = TensorProto.Types.DataLocation.External, ExternalData = { new StringStringEntryProto { Key = "location", Value = name }, new StringStringEntryProto { Key = "offset", Value = "0" } } });
        }

        File.WriteAllText(_folder.File("weights.bin"), "");
        var failure = Examine(model).Failure;
        Assert.Equal(ErrorKind.NotFound, failure?.Kind);
        Assert.Contains("its weights lie in more.bin, which is not beside it", failure?.Message);
        File.WriteAllText(_folder.File("more.bin"), "");
        Assert.Equal(["weights.bin", "more.bin"], ModelFile.Examine(_folder.File("x.onnx")).Value.ExternalFiles);
    }

    [Fact]
    public void Missing_file_and_folder_are_told_apart()
    {
        Assert.Equal(ErrorKind.NotFound, ModelFile.Examine(_folder.File("none.onnx")).Failure?.Kind);
        Assert.Equal(ErrorKind.NotFound, ModelFile.Examine(_folder.File("none/none.onnx")).Failure?.Kind);
        Assert.Contains("is a folder", ModelFile.Examine(_folder.Path).Failure?.Message);
    }

    [Theory]
    [InlineData("", "is empty")]
    [InlineData("version https://git-lfs.github.com/spec/v1\noid sha256:1\nsize 5\n", "is a Git LFS pointer, not the model itself; run: git lfs pull")]
    [InlineData("\n<!DOCTYPE html><title>404</title>", "is a web page")]
    [InlineData("<?xml version=\"1.0\"?><html></html>", "is a web page")]
    [InlineData("Not found\nreally", "is a text file that begins with \"Not found\"")]
    [InlineData("PK\u0003\u0004zip", "is a ZIP archive")]
    [InlineData("1234TFL3", "TensorFlow Lite")]
    [InlineData("1234ORTM\u0001", "ONNX Runtime's own format")]
    [InlineData("\u0001\u0002\u0003", "is no ONNX model: its first bytes")]
    public void File_that_is_something_else_is_called_what_it_is(string content, string reason) => AssertRefused(Encoding.UTF8.GetBytes(content), reason);

    [Theory]
    [InlineData(new byte[] { 0x1F, 0x8B, 8 }, "packed with gzip")]
    [InlineData(new byte[] { 0x80, 2, 0x63 }, "Python pickle")]
    [InlineData(new byte[] { 0x89, (byte)'H', (byte)'D', (byte)'F', 13 }, "HDF5")]
    [InlineData(new byte[] { 0x89, (byte)'P', (byte)'N', (byte)'G', 13 }, "is a picture")]
    [InlineData(new byte[] { 0xFF, 0xD8, 0xFF, 0xE0 }, "is a picture")]
    [InlineData(new byte[] { 8, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 1 }, "no ONNX model")]
    [InlineData(new byte[] { 0x0B, 1 }, "no ONNX model")]
    [InlineData(new byte[] { 0x3D, 1 }, "no ONNX model")]
    [InlineData(new byte[] { 0x12, 0x01, 0xFF }, "no ONNX model")]
    [InlineData(new byte[] { 8, 7, 0x3A, 0xFF, 0xFF, 0xFF, 0xFF, 0x0F, 1 }, "cut short or damaged: the part that begins at byte 2")]
    public void Bytes_that_are_no_model_are_refused(byte[] content, string reason) => AssertRefused(content, reason);

    [Fact]
    public void Model_without_a_graph_is_refused() => Assert.Contains("without a graph", Examine(new ModelProto { IrVersion = 8 }).Failure?.Message);

    [Fact]
    public void Model_cut_at_any_offset_is_refused_until_its_graph_is_whole()
    {
        var model = Model();
        var whole = model.ToByteArray();
        var graph = model.Graph.ToByteArray();
        var graphEnd = whole.AsSpan().IndexOf(graph) + graph.Length;
        for (var length = 0; length < whole.Length; length++)
        {
            File.WriteAllBytes(_folder.File("x.onnx"), whole[..length]);
            var outcome = ModelFile.Examine(_folder.File("x.onnx"));
            if (length < graphEnd) Assert.Equal(ErrorKind.InvalidInput, outcome.Failure?.Kind);
            if (outcome.Failure is { } failure) Assert.DoesNotContain(failure.Message, char.IsControl);
        }
    }

    [Fact]
    public void Model_with_any_bytes_changed_is_answered()
    {
        var whole = Model().ToByteArray();
        var random = new Random(5);
        for (var round = 0; round < 1000; round++)
        {
            var changed = whole.ToArray();
            for (var count = random.Next(1, 4); count > 0; count--) changed[random.Next(changed.Length)] = (byte)random.Next(256);
            File.WriteAllBytes(_folder.File("x.onnx"), changed);
            if (ModelFile.Examine(_folder.File("x.onnx")).Failure is { } failure) Assert.DoesNotContain(failure.Message, char.IsControl);
        }
    }

    [Fact]
    public void Weights_are_not_read()
    {
        // A sparse file that claims one initializer of 3 GiB: reading it would take seconds and memory.
        var weights = 3L << 30;
        var tensor = new TensorProto { DataType = 1, Dims = { weights / 4 } }.ToByteArray();
        using (var stream = File.Create(_folder.File("x.onnx")))
        {
            var coded = new CodedOutputStream(stream, leaveOpen: true);
            var raw = CodedOutputStream.ComputeUInt64Size((ulong)weights) + 1 + weights;
            var initializer = tensor.Length + raw;
            coded.WriteTag(1, WireFormat.WireType.Varint);
            coded.WriteInt64(8);
            coded.WriteTag(7, WireFormat.WireType.LengthDelimited);
            coded.WriteUInt64((ulong)(1 + CodedOutputStream.ComputeUInt64Size((ulong)initializer) + initializer));
            coded.WriteTag(5, WireFormat.WireType.LengthDelimited);
            coded.WriteUInt64((ulong)initializer);
            coded.WriteRawTag(tensor[0]);
            coded.Flush();
            stream.Write(tensor.AsSpan(1));
            coded.WriteTag(9, WireFormat.WireType.LengthDelimited);
            coded.WriteUInt64((ulong)weights);
            coded.Flush();
            stream.SetLength(stream.Position + weights);
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        var report = ModelFile.Examine(_folder.File("x.onnx")).Value;
        Assert.Equal(1, report.InitializerCount);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
    }

    [DataTheory]
    [InlineData("empty.onnx", "is empty")]
    [InlineData("git_lfs_pointer.onnx", "is a Git LFS pointer")]
    [InlineData("html_page_named_onnx.onnx", "is a web page")]
    [InlineData("truncated_yolox.onnx", "is cut short or damaged")]
    public void Real_file_that_is_no_model_is_called_what_it_is(string name, string reason) =>
        Assert.Contains(reason, ModelFile.Examine(TestData.Path("negative/" + name)).Failure?.Message);

    [DataFact]
    public void Every_real_model_is_described()
    {
        var files = Directory.GetFiles(TestData.Path("models"), "*.onnx", SearchOption.AllDirectories)
            .Append(TestData.Path("negative/noisy_relu_custom_op.onnx"))
            .Append(TestData.Path("reference-sets/mnist_8/model.onnx"));
        foreach (var file in files)
        {
            var report = ModelFile.Examine(file).Value;
            Assert.InRange(report.IrVersion, 3, 20);
            Assert.NotEmpty(report.Opsets);
            Assert.True(report.NodeCount > 0, file);
        }
    }

    private static ModelProto Model() => new()
    {
        IrVersion = 9,
        ProducerName = "builder",
        ProducerVersion = "1.2",
        Graph = new GraphProto
        {
            Name = "g",
            Node = { new NodeProto { OpType = "Relu", Input = { "x" }, Output = { "y" } } },
            Initializer =
            {
                new TensorProto { DataType = 1, Dims = { 4 }, RawData = ByteString.CopyFrom(new byte[16]) },
                new TensorProto { DataType = 1, FloatData = { 1 } },
            },
        },
        OpsetImport = { new OperatorSetIdProto { Version = 17 }, new OperatorSetIdProto { Domain = "com.example", Version = 1 } },
    };

    private void AssertRefused(byte[] content, string reason)
    {
        File.WriteAllBytes(_folder.File("x.onnx"), content);
        var failure = ModelFile.Examine(_folder.File("x.onnx")).Failure;
        Assert.Equal(ErrorKind.InvalidInput, failure?.Kind);
        Assert.StartsWith(_folder.File("x.onnx") + ": ", failure?.Message);
        Assert.Contains(reason, failure?.Message);
    }

    private Outcome<ModelFileReport> Examine(ModelProto model)
    {
        File.WriteAllBytes(_folder.File("x.onnx"), model.ToByteArray());
        return ModelFile.Examine(_folder.File("x.onnx"));
    }
}
