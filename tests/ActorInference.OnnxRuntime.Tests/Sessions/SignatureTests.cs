namespace ActorInference.OnnxRuntime.Tests.Sessions;

public sealed class SignatureTests
{
    [Theory]
    [InlineData("float32 [N,3,?,640]")]
    [InlineData("int64 []")]
    [InlineData("string [...]")]
    [InlineData("bfloat16 [0]")]
    [InlineData("sequence(float32 [N])")]
    [InlineData("optional(float32 [N])")]
    [InlineData("float8e4m3fn [2]")]
    public void Type_is_read_as_the_model_declares_it(string type)
    {
        using var session = Opened.Open(TestModel.Unary("Identity", type, opset: 19));
        Assert.Equal($"x: {type}", session.Signature.Inputs[0].ToString());
        Assert.Equal($"y: {type}", session.Signature.Outputs[0].ToString());
        Assert.Empty(session.Signature.OverridableInitializers);
    }

    [Fact]
    public void Map_types_are_read()
    {
        using var session = Opened.Open(Maps.ZipMap());
        Assert.Equal("sequence(map(int64, float32 []))", session.Signature.Outputs[0].Type.ToString());
    }

    [Fact]
    public void Input_with_a_default_is_an_overridable_initializer()
    {
        var model = new TestModel().Input("x", "float32 [2]").Input("scale", "float32 [1]").Output("y", "float32 [2]")
            .Initializer("scale", [10f], 1).Node("Mul", ["x", "scale"], ["y"]);
        using var session = Opened.Open(model);
        Assert.Equal(["x"], session.Signature.Inputs.Select(spec => spec.Name));
        Assert.Equal("scale: float32 [1]", Assert.Single(session.Signature.OverridableInitializers).ToString());

        using var x = Tensor.From([1f, 2f], [2]);
        using var scale = Tensor.From([3f], [1]);
        using var byDefault = session.RunTensor(new RunInput("x", x));
        using var overridden = session.RunTensor(new RunInput("scale", scale), new RunInput("x", x));
        Assert.Equal([10f, 20f], byDefault.Span<float>().ToArray());
        Assert.Equal([3f, 6f], overridden.Span<float>().ToArray());
    }

    [Fact]
    public void Metadata_says_what_the_model_says()
    {
        var model = TestModel.Unary("Identity", "float32 [N]").Describe("org.example", "A description – with ü", 42).Metadata("author", "somebody").Metadata("empty", "");
        using var session = Opened.Open(model);
        var metadata = session.Metadata;
        Assert.Equal(("tests", "graph", "org.example", "A description – with ü", 42L), (metadata.Producer, metadata.GraphName, metadata.Domain, metadata.Description, metadata.Version));
        Assert.Equal("somebody", metadata.Custom["author"]);
        Assert.Equal("", metadata.Custom["empty"]);
    }

    [Fact]
    public void Free_dimension_that_is_overridden_becomes_fixed()
    {
        var options = new SessionOptions { FreeDimensions = new Dictionary<string, long> { ["N"] = 4 } };
        using var session = Opened.Open(TestModel.Unary("Relu", "float32 [N,2]"), options);
        Assert.Equal("float32 [4,2]", session.Signature.Inputs[0].Type.ToString());
    }

    [Fact]
    public void Shape_of_more_elements_than_can_be_counted_does_no_harm()
    {
        using var session = Opened.Open(TestModel.Unary("Neg", "float32 [4611686018427387904,4]"));
        Assert.Equal("float32 [4611686018427387904,4]", session.Signature.Outputs[0].Type.ToString());
    }

    [Fact]
    public void Shape_of_a_million_dimensions_does_no_harm()
    {
        var type = $"float32 [{string.Join(',', Enumerable.Repeat('1', 1_000_000))}]";
        using var session = Opened.Open(new TestModel().Input("x", "float32 [N]").Input("z", type).Output("y", "float32 [N]").Node("Neg", ["x"], ["y"]));
        Assert.Equal(1_000_000, Assert.IsType<TensorType>(session.Signature.Inputs[1].Type).Shape!.Count);
    }
}
