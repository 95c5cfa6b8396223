using ActorInference.Formats.Onnx;
using Google.Protobuf;
using DataType = ActorInference.Formats.Onnx.TensorProto.Types.DataType;

namespace ActorInference.Tests.Formats;

[Collection(SharedPoolCollection.Name)]
public sealed class PbTests : IDisposable
{
    private static readonly TensorType Floats = new(ElementType.Float32, null);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Typed_fields_are_read_by_ONNXs_packing_rules()
    {
        AssertElements(Proto(DataType.Float, p => p.FloatData.AddRange([1.5f, -2])), 1.5f, -2f);
        AssertElements(Proto(DataType.Double, p => p.DoubleData.AddRange([1e300, -2])), 1e300, -2d);
        AssertElements(Proto(DataType.Int64, p => p.Int64Data.AddRange([long.MinValue, 2])), long.MinValue, 2L);
        AssertElements(Proto(DataType.Uint64, p => p.Uint64Data.AddRange([ulong.MaxValue, 2])), ulong.MaxValue, 2UL);
        AssertElements(Proto(DataType.Uint32, p => p.Uint64Data.AddRange([uint.MaxValue, 2])), uint.MaxValue, 2U);
        AssertElements(Proto(DataType.Int32, p => p.Int32Data.AddRange([int.MinValue, 2])), int.MinValue, 2);
        AssertElements(Proto(DataType.Int16, p => p.Int32Data.AddRange([short.MinValue, 2])), short.MinValue, (short)2);
        AssertElements(Proto(DataType.Int8, p => p.Int32Data.AddRange([-128, 127])), (sbyte)-128, (sbyte)127);
        AssertElements(Proto(DataType.Uint16, p => p.Int32Data.AddRange([65535, 0])), ushort.MaxValue, (ushort)0);
        AssertElements(Proto(DataType.Uint8, p => p.Int32Data.AddRange([255, 0])), (byte)255, (byte)0);
        AssertElements(Proto(DataType.Bool, p => p.Int32Data.AddRange([0, 1])), false, true);
        AssertElements(Proto(DataType.Float16, p => p.Int32Data.AddRange([0x3C00, 0xC000])), (Half)1, (Half)(-2));
        AssertElements(Proto(DataType.Bfloat16, p => p.Int32Data.AddRange([0x3F80, 0xC000])), (BFloat16)1f, (BFloat16)(-2f));
    }

    [Fact]
    public void Strings_are_read_as_UTF_8()
    {
        using var tensor = (Tensor)Read(Proto(DataType.String, p => p.StringData.AddRange([ByteString.CopyFromUtf8("ä"), ByteString.Empty]))).Value;
        Assert.Equal(["ä", ""], tensor.Strings().ToArray());
        Assert.Contains("string 1 is no sound UTF-8", Reason(Proto(DataType.String, p => p.StringData.AddRange([ByteString.Empty, ByteString.CopyFrom(0xFF)]))));
    }

    [Fact]
    public void Bits_of_bfloat16_may_be_called_uint16_when_the_signature_says_bfloat16()
    {
        var bits = Proto(DataType.Uint16, p => p.Int32Data.AddRange([0x3F80, 0xC000]));
        using var tensor = (Tensor)Read(bits, new TensorType(ElementType.BFloat16, null)).Value;
        Assert.Equal([(BFloat16)1f, (BFloat16)(-2f)], tensor.Span<BFloat16>().ToArray());
        AssertElements(bits, (ushort)0x3F80, (ushort)0xC000);
    }

    [Fact]
    public void Raw_booleans_become_0_or_1()
    {
        using var tensor = (Tensor)Read(Proto(DataType.Bool, p => p.RawData = ByteString.CopyFrom(0, 9))).Value;
        Assert.Equal([0, 1], tensor.Bytes().ToArray());
    }

    [Fact]
    public void Tensor_that_contradicts_itself_is_refused_with_the_reason()
    {
        Assert.Contains("needs 8 bytes; raw_data has 4", Reason(Proto(DataType.Float, p => p.RawData = ByteString.CopyFrom(new byte[4]))));
        Assert.Contains("raw_data and in a typed field", Reason(Proto(DataType.Float, p =>
        {
            p.RawData = ByteString.CopyFrom(new byte[8]);
            p.FloatData.Add(1);
        })));
        Assert.Contains("has 2 elements; float_data has 3", Reason(Proto(DataType.Float, p => p.FloatData.AddRange([1, 2, 3]))));
        Assert.Contains("other fields than float_data", Reason(Proto(DataType.Float, p =>
        {
            p.FloatData.AddRange([1, 2]);
            p.Int32Data.Add(1);
        })));
        Assert.Contains("element 1 of int32_data is 300", Reason(Proto(DataType.Int8, p => p.Int32Data.AddRange([1, 300]))));
        Assert.Contains("element 0 of uint64_data is 4294967296", Reason(Proto(DataType.Uint32, p => p.Uint64Data.AddRange([1UL << 32, 0]))));
        Assert.Contains("strings lie in its raw_data", Reason(Proto(DataType.String, p => p.RawData = ByteString.CopyFrom(1))));
        Assert.Contains("negative dimension", Reason(Proto(DataType.Float, p => p.Dims.Add(-1))));
        Assert.Contains("more elements than fit", Reason(Proto(DataType.Float, p => p.Dims.AddRange([long.MaxValue, long.MaxValue]))));
        Assert.Contains("needs 20,000,000,000 bytes", Reason(Proto(DataType.Float, p =>
        {
            p.Dims.Add(5_000_000_000);
            p.RawData = ByteString.CopyFrom(new byte[8]);
        })));
    }

    [Fact]
    public void What_tensors_here_cannot_hold_is_named()
    {
        Assert.Contains("external data", Reason(Proto(DataType.Float, p => p.DataLocation = TensorProto.Types.DataLocation.External)));
        Assert.Contains("external data", Reason(Proto(DataType.Float, p => p.ExternalData.Add(new StringStringEntryProto { Key = "location", Value = "../../etc/passwd" }))));
        Assert.Contains("segment", Reason(Proto(DataType.Float, p => p.Segment = new() { Begin = 1 })));
        Assert.Contains("number 14 (Complex64)", Reason(Proto(DataType.Complex64, _ => { })));
        Assert.Contains("number 99 (99)", Reason(Proto((DataType)99, _ => { })));
        Assert.Contains("names no element type", Reason(new TensorProto()));
        Assert.Contains("sparse tensor", Read(new OptionalProto { SparseTensorValue = new() }, new OptionalType(Floats)).Failure?.Message);
        Assert.Contains("sparse tensors", Read(new SequenceProto { SparseTensorValues = { new SparseTensorProto() } }, new SequenceType(Floats)).Failure?.Message);
        Assert.Contains("sequence of optionals", Read(new SequenceProto { OptionalValues = { new OptionalProto() } }, new SequenceType(Floats)).Failure?.Message);
        Assert.Contains("sparse_tensor", Read(new TensorProto(), new UnsupportedType("sparse_tensor(float32)")).Failure?.Message);
    }

    [Fact]
    public void Optional_is_its_content_or_absent()
    {
        var type = new OptionalType(Floats);
        var content = Proto(DataType.Float, p => p.FloatData.AddRange([1, 2]));
        using var present = Read(new OptionalProto { ElemType = 1, TensorValue = content }, type).Value;
        Assert.Equal("float32 [2]", present.ToString());
        using var nested = Read(new OptionalProto { ElemType = 5, OptionalValue = new() { SequenceValue = new() { TensorValues = { content } } } }, type).Value;
        Assert.IsType<SequenceValue>(nested);

        Save(new OptionalProto { ElemType = 1 });
        Assert.True(TensorFile.ReadOptional(_folder.File("x.pb"), type).TryGet(out var absent, out _));
        Assert.Null(absent);
        Assert.Contains("absent optional", TensorFile.Read(_folder.File("x.pb"), type).Failure?.Message);
    }

    [Fact]
    public void Faulty_item_of_a_sequence_is_named_and_the_others_are_given_back()
    {
        var before = TensorPool.Shared.RentedCount;
        var sequence = new SequenceProto { TensorValues = { Proto(DataType.Float, p => p.FloatData.AddRange([1, 2])), new TensorProto() } };
        Assert.Contains("item 1: it names no element type", Read(sequence, new SequenceType(Floats)).Failure?.Message);
        Assert.Equal(before, TensorPool.Shared.RentedCount);
    }

    [Fact]
    public void Map_needs_one_value_of_one_type_for_each_key()
    {
        var type = new MapType(ElementType.Int64, Floats);
        var before = TensorPool.Shared.RentedCount;
        var one = new TensorProto { DataType = (int)DataType.Float, FloatData = { 1 } };
        var other = new TensorProto { DataType = (int)DataType.Int64, Int64Data = { 1 } };
        Assert.Contains("2 keys and 1 values", Read(new MapProto { Keys = { 1, 2 }, Values = new() { TensorValues = { one } } }, type).Failure?.Message);
        Assert.Contains("value 1 of its map is int64 []", Read(new MapProto { Keys = { 1, 2 }, Values = new() { TensorValues = { one, other } } }, type).Failure?.Message);
        Assert.Contains("both numbers and strings", Read(new MapProto { Keys = { 1 }, StringKeys = { ByteString.Empty }, Values = new() { TensorValues = { one } } }, type).Failure?.Message);
        Assert.Equal(before, TensorPool.Shared.RentedCount);
    }

    private string? Reason(TensorProto proto)
    {
        var failure = Read(proto).Failure;
        Assert.Equal(ErrorKind.InvalidInput, failure?.Kind);
        return failure?.Message;
    }

    private void AssertElements<T>(TensorProto proto, params T[] expected)
        where T : unmanaged
    {
        using var tensor = (Tensor)Read(proto).Value;
        Assert.Equal(expected, tensor.Span<T>().ToArray());
    }

    private static TensorProto Proto(DataType type, Action<TensorProto> fill)
    {
        var proto = new TensorProto { DataType = (int)type };
        fill(proto);
        if (proto.Dims.Count == 0) proto.Dims.Add(2);
        return proto;
    }

    private Outcome<Value> Read(IMessage message, ValueType? type = null)
    {
        Save(message);
        return TensorFile.Read(_folder.File("x.pb"), type);
    }

    private void Save(IMessage message) => File.WriteAllBytes(_folder.File("x.pb"), message.ToByteArray());
}
