namespace ActorInference.Tests.Formats;

/// <summary>What was written reads back equal, in every format that can hold it.</summary>
public sealed class RoundTripTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Npy_gives_back_every_tensor_but_bfloat16() =>
        SampleTensors.Check(SampleTensors.Cases(without: ElementType.BFloat16), tensor => ComesBack(tensor, "x.npy", anyNaN: false));

    [Fact]
    public void Pb_gives_back_every_tensor() => SampleTensors.Check(SampleTensors.Cases(), tensor => ComesBack(tensor, "x.pb", anyNaN: false));

    [Fact]
    public void Json_gives_back_every_tensor() => SampleTensors.Check(SampleTensors.Cases(), tensor => ComesBack(tensor, "x.json", anyNaN: true));

    [Theory]
    [InlineData("x.pb")]
    [InlineData("x.json")]
    public void Sequences_and_maps_come_back(string name)
    {
        SequenceType ofTensors = new(new TensorType(ElementType.Float32, null));
        SequenceType ofSequences = new(ofTensors);
        MapType map = new(ElementType.String, new TensorType(ElementType.Float32, []));
        AssertComesBack(name, new SequenceValue([]), ofTensors);
        AssertComesBack(name, new SequenceValue([Tensor.Scalar(1f), Tensor.From<long>([1, 2], [2])]), ofTensors);
        AssertComesBack(name, new SequenceValue([new SequenceValue([Tensor.Scalar(1f)]), new SequenceValue([])]), ofSequences);
        AssertComesBack(name, new MapValue(Tensor.FromStrings(["a", "ß"], [2]), Tensor.From<float>([1, 2], [2])), map);
        AssertComesBack(name, new MapValue(Tensor.From<long>([3, -4, 5], [3]), Tensor.FromStrings(["x", "", "z"], [3])), map);
        AssertComesBack(name, new SequenceValue([new MapValue(Tensor.From<long>([3], [1]), Tensor.From<double>([0.5], [1]))]), new SequenceType(map));
    }

    [Fact]
    public void Npy_refuses_what_numpy_cannot_hold()
    {
        AssertRefused(Tensor.Scalar((BFloat16)1f), "NumPy has no bfloat16");
        AssertRefused(new SequenceValue([Tensor.Scalar(1f)]), "holds one tensor, not a sequence");
        AssertRefused(Tensor.FromStrings(["a\0"], [1]), "element 0 ends in a zero character");
        AssertRefused(Tensor.FromStrings(["ok", "\uD800"], [2]), "element 1 is no sound Unicode text");
    }

    [Theory]
    [InlineData("x.pb")]
    [InlineData("x.json")]
    public void Half_a_surrogate_pair_is_refused_rather_than_changed(string name)
    {
        using var tensor = Tensor.FromStrings(["\uDC00"], [1]);
        var failure = TensorFile.Write(_folder.File(name), tensor);
        Assert.Contains("element 0 is no sound Unicode text", failure?.Message);
        Assert.Empty(Directory.GetFileSystemEntries(_folder.Path));
    }

    private void AssertRefused(Value value, string reason)
    {
        using (value)
        {
            var failure = TensorFile.Write(_folder.File("x.npy"), value);
            Assert.Equal(ErrorKind.InvalidInput, failure?.Kind);
            Assert.Contains(reason, failure?.Message);
            Assert.StartsWith(_folder.File("x.npy"), failure?.Message);
        }

        Assert.Empty(Directory.GetFileSystemEntries(_folder.Path));
    }

    private void AssertComesBack(string name, Value value, ValueType type)
    {
        using (value)
        {
            Assert.Null(TensorFile.Write(_folder.File(name), value));
            using var back = TensorFile.Read(_folder.File(name), type).Value;
            Assert.True(SampleTensors.Same(value, back), $"{value} came back as {back}");
        }
    }

    private bool ComesBack(TensorCase tensorCase, string name, bool anyNaN)
    {
        using var tensor = tensorCase.Create();
        Assert.Null(TensorFile.Write(_folder.File(name), tensor));
        using var back = TensorFile.Read(_folder.File(name)).Value;
        return SampleTensors.Same(tensor, back, anyNaN);
    }
}
