using System.Text.Json;

namespace ActorInference.Tests.Formats;

[Collection(SharedPoolCollection.Name)]
public sealed class JsonTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("""{"type":"float32","shape":[2,3],"data":[1,2,3,4,5,6]}""", "float32 [2,3]")]
    [InlineData("""{"name":"x","datatype":"FP32","shape":[2,3],"data":[[1,2,3],[4,5,6]],"parameters":{}}""", "float32 [2,3]")]
    [InlineData("""{"data":[[1,2,3],[4,5,6]],"dims":[2,3],"datatype":"fp64"}""", "float64 [2,3]")]
    [InlineData("""{"type":"int8","data":[[[1,2,3]],[[4,5,6]]]}""", "int8 [2,1,3]")]
    [InlineData("""{"type":"BF16","data":6}""", "bfloat16 []")]
    [InlineData("""{"type":"FP16","shape":[],"data":[6]}""", "float16 []")]
    [InlineData("""{"type":"UINT64","data":["18446744073709551615",0]}""", "uint64 [2]")]
    [InlineData("""{"type":"BYTES","data":["a",""]}""", "string [2]")]
    [InlineData("""{"type":"BOOL","data":[true,false,1,0]}""", "bool [4]")]
    [InlineData("""{"type":"float32","data":[]}""", "float32 [0]")]
    [InlineData("""{"type":"float32","shape":[3,0,2],"data":[]}""", "float32 [3,0,2]")]
    [InlineData("""{"type":"float32","data":[[],[]]}""", "float32 [2,0]")]
    public void Tensor_is_understood(string json, string expected)
    {
        using var tensor = Read(json).Value;
        Assert.Equal(expected, tensor.ToString());
    }

    [Fact]
    public void Words_for_what_JSON_has_no_numbers_for_are_understood()
    {
        using var tensor = (Tensor)Read("""{"type":"float32","data":["NaN","Infinity","-Infinity",-0.0]}""").Value;
        Assert.Equal([float.NaN, float.PositiveInfinity, float.NegativeInfinity, -0f], tensor.Span<float>().ToArray());
        Assert.True(float.IsNegative(tensor.Span<float>()[3]));
    }

    [Fact]
    public void Bare_array_takes_the_type_that_is_expected()
    {
        using var tensor = Read("[[1,2],[3,4]]", new TensorType(ElementType.UInt8, null)).Value;
        Assert.Equal("uint8 [2,2]", tensor.ToString());
        using var optional = Read("[1]", new OptionalType(new TensorType(ElementType.Int64, null))).Value;
        Assert.Equal("int64 [1]", optional.ToString());
        using var items = Read("""{"sequence":[[1],[2,3]]}""", new SequenceType(new TensorType(ElementType.Int64, null))).Value;
        Assert.Equal("int64 [2]", ((SequenceValue)items).Items[1].ToString());
    }

    [Fact]
    public void Byte_order_mark_is_no_error()
    {
        File.WriteAllBytes(_folder.File("x.json"), [0xEF, 0xBB, 0xBF, .. """{"type":"int32","data":1}"""u8]);
        using var tensor = TensorFile.Read(_folder.File("x.json")).Value;
        Assert.Equal("int32 []", tensor.ToString());
    }

    [Theory]
    [InlineData("[1,2]", "does not say its element type")]
    [InlineData("null", "does not say its element type")]
    [InlineData("""{"type":"float32"}""", "has no data")]
    [InlineData("""{"type":"float33","data":[1]}""", "\"float33\" is no element type")]
    [InlineData("""{"type":5,"data":[1]}""", "\"type\" is twice there, of the wrong kind or unknown")]
    [InlineData("""{"type":"int8","datatype":"INT8","data":[1]}""", "\"datatype\" is twice")]
    [InlineData("""{"type":"int8","shapes":[1],"data":[1]}""", "\"shapes\"")]
    [InlineData("""{"type":"int8","shape":3,"data":[1]}""", "its shape is 3")]
    [InlineData("""{"type":"int8","shape":[1.5],"data":[1]}""", "its shape has 1.5")]
    [InlineData("""{"type":"int8","shape":[-1],"data":[1]}""", "negative dimension")]
    [InlineData("""{"type":"int8","shape":[4611686018427387904,8],"data":[1]}""", "more elements than fit")]
    [InlineData("""{"type":"int8","shape":[4611686018427387904],"data":[1]}""", "its data have 1")]
    [InlineData("""{"type":"int8","shape":[3],"data":[1,2]}""", "has 3 elements; its data have 2")]
    [InlineData("""{"type":"int8","shape":[3,2],"data":[[1,2,3],[1,2,3]]}""", "nested as [2,3]")]
    [InlineData("""{"type":"int8","data":[[1,2],[3]]}""", "nested unevenly")]
    [InlineData("""{"type":"int8","data":[1,[2]]}""", "nested unevenly")]
    [InlineData("""{"type":"int8","data":[1,128]}""", "element 1 of its data is 128, which is no int8")]
    [InlineData("""{"type":"uint8","data":[-1]}""", "is -1, which is no uint8")]
    [InlineData("""{"type":"int32","data":[1.5]}""", "is 1.5, which is no int32")]
    [InlineData("""{"type":"float32","data":[1e39]}""", "is 1e39, which is no float32")]
    [InlineData("""{"type":"float16","data":[65536]}""", "is 65536, which is no float16")]
    [InlineData("""{"type":"float32","data":["x"]}""", "is x, which is no float32")]
    [InlineData("""{"type":"float32","data":[null]}""", "which is no float32")]
    [InlineData("""{"type":"bool","data":[2]}""", "is 2, which is no bool")]
    [InlineData("""{"type":"string","data":[2]}""", "is 2, which is no string")]
    [InlineData("""{"type":"string","data":["\ud800"]}""", "no sound Unicode, which is no string")]
    [InlineData("""{"\ud800":1}""", "of the wrong kind or unknown")]
    [InlineData("""{"sequence":1}""", "its sequence is no array")]
    [InlineData("""{"sequence":[{"type":"int8","data":1},5]}""", "item 1: it does not say")]
    [InlineData("""{"map":{"keys":{"type":"int64","data":[1]}}}""", "no keys or no values")]
    [InlineData("""{"map":{"keys":{"type":"int64","data":[1]},"values":{"type":"int64","data":[1,2]}}}""", "keys [1] and values [2]")]
    [InlineData("{\"type\":\"int8\",", "no sound JSON")]
    [InlineData("", "no sound JSON")]
    public void What_is_no_tensor_is_refused_with_its_reason(string json, string reason)
    {
        var before = TensorPool.Shared.RentedCount;
        var failure = Read(json).Failure;
        Assert.Equal(ErrorKind.InvalidInput, failure?.Kind);
        Assert.Contains(reason, failure?.Message);
        Assert.DoesNotContain('\n', failure!.Message);
        Assert.Equal(before, TensorPool.Shared.RentedCount);
    }

    [Fact]
    public void Deep_nesting_is_refused()
    {
        Assert.Contains("no sound JSON", Read($$"""{"type":"int8","data":{{new string('[', 100_000)}}""").Failure?.Message);
    }

    [Fact]
    public void Named_tensors_are_read_all_or_none()
    {
        using var document = JsonDocument.Parse("""{"good":{"a":{"type":"int8","data":[1]},"b":{"type":"string","data":"x"}},"bad":{"a":{"type":"int8","data":[1]},"b":{}}}""");
        var before = TensorPool.Shared.RentedCount;
        var tensors = JsonTensor.ReadNamed(document.RootElement.GetProperty("good")).Value;
        Assert.Equal(["a", "b"], tensors.Keys);
        foreach (var tensor in tensors.Values) tensor.Dispose();
        Assert.Contains("b: its tensor has no data", JsonTensor.ReadNamed(document.RootElement.GetProperty("bad")).Failure?.Message);
        Assert.Contains("JSON object of name and tensor", JsonTensor.ReadNamed(document.RootElement.GetProperty("good").GetProperty("b").GetProperty("data")).Failure?.Message);
        Assert.Equal(before, TensorPool.Shared.RentedCount);
    }

    private Outcome<Value> Read(string json, ValueType? expected = null)
    {
        File.WriteAllText(_folder.File("x.json"), json);
        return TensorFile.Read(_folder.File("x.json"), expected);
    }
}
