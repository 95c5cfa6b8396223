namespace ActorInference.OnnxRuntime.Tests.Sessions;

/// <summary>Sequences, maps and optionals, in and out.</summary>
public sealed class CompositeValueTests
{
    [Fact]
    public void Sequence_of_maps_is_readable()
    {
        using var session = Opened.Open(Maps.ZipMap());
        using var x = Tensor.From([.1f, .2f, .7f, .5f, .4f, .1f], [2, 3]);
        using var result = (SequenceValue)session.Run(new RunInput("x", x))[0]!;
        Assert.Equal(2, result.Items.Count);
        var second = Assert.IsType<MapValue>(result.Items[1]);
        Assert.Equal([10L, 20, 30], second.Keys.Span<long>().ToArray());
        Assert.Equal([.5f, .4f, .1f], second.Values.Span<float>().ToArray());
    }

    [Fact]
    public void Map_with_string_keys_is_readable()
    {
        using var session = Opened.Open(Maps.ZipMapOfStrings());
        using var x = Tensor.From([.25f, .75f], [1, 2]);
        using var result = (SequenceValue)session.Run(new RunInput("x", x))[0]!;
        var map = Assert.IsType<MapValue>(Assert.Single(result.Items));
        Assert.Equal(["cat", "dog"], map.Keys.Strings().ToArray());
        Assert.Equal([.25f, .75f], map.Values.Span<float>().ToArray());
    }

    [Fact]
    public void Map_goes_in()
    {
        using var session = Opened.Open(Maps.DictVectorizer());
        using var map = new MapValue(Tensor.FromStrings(["c", "a"], [2]), Tensor.From([3f, 1f], [2]));
        using var result = session.RunTensor(new RunInput("x", map));
        Assert.Equal([1f, 0f, 3f], result.Span<float>().ToArray());
    }

    [Fact]
    public void Sequence_goes_in_and_comes_out()
    {
        var model = new TestModel().Input("x", "sequence(float32 [N])").Output("y", "sequence(float32 [N])").Output("length", "int64 []")
            .Node("Identity", ["x"], ["y"]).Node("SequenceLength", ["x"], ["length"]);
        using var session = Opened.Open(model);
        using var sequence = new SequenceValue([Tensor.From([1f, 2f], [2]), Tensor.From([3f], [1])]);
        var results = session.Run(new RunInput("x", sequence));
        using var y = (SequenceValue)results[0]!;
        using var length = (Tensor)results[1]!;
        Assert.Equal(2, length.Span<long>()[0]);
        Assert.Equal([1f, 2f], ((Tensor)y.Items[0]).Span<float>().ToArray());
        Assert.Equal([3f], ((Tensor)y.Items[1]).Span<float>().ToArray());
    }

    [Theory]
    [InlineData("float32")]
    [InlineData("float64")]
    [InlineData("float16")]
    [InlineData("int8")]
    [InlineData("int64")]
    [InlineData("uint16")]
    [InlineData("bool")]
    [InlineData("string")]
    public void Empty_sequence_goes_in_and_comes_out(string type)
    {
        var model = new TestModel().Input("x", $"sequence({type} [N])").Output("y", $"sequence({type} [N])").Output("length", "int64 []")
            .Node("Identity", ["x"], ["y"]).Node("SequenceLength", ["x"], ["length"]);
        using var session = Opened.Open(model);
        using var sequence = new SequenceValue([]);
        var results = session.Run(new RunInput("x", sequence));
        using var y = (SequenceValue)results[0]!;
        using var length = (Tensor)results[1]!;
        Assert.Empty(y.Items);
        Assert.Equal(0, length.Span<long>()[0]);
    }
}
