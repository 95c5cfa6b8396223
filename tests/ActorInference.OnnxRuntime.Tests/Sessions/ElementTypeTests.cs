namespace ActorInference.OnnxRuntime.Tests.Sessions;

/// <summary>Every element type goes in and comes out as it was: numbers to the bit, strings to the character.</summary>
public sealed class ElementTypeTests
{
    public static TheoryData<ElementType, string> Cases()
    {
        var cases = new TheoryData<ElementType, string>();
        foreach (var type in Enum.GetValues<ElementType>())
        {
            foreach (var shape in new[] { "", "1", "7", "2,3,5", "0", "2,0,3" }) cases.Add(type, shape);
        }

        return cases;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Tensor_passes_through_unchanged(ElementType type, string dimensions)
    {
        TensorShape shape = new([.. dimensions.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(long.Parse)]);
        using var session = Opened.Open(TestModel.Unary("Identity", $"{type.Name()} [...]"));
        using var input = Fill(type, shape);
        using var output = session.RunTensor(new RunInput("x", input));

        Assert.Equal(type, output.ElementType);
        Assert.Equal(shape, output.Shape);
        if (type == ElementType.String) Assert.Equal(input.Strings().ToArray(), output.Strings().ToArray());
        else Assert.Equal(input.Bytes().ToArray(), output.Bytes().ToArray());
    }

    [Fact]
    public void Strings_keep_every_character()
    {
        string[] strings = ["", "plain", "Grüße", "日本語", "🐕", "with\0zero", new('x', 100_000), "\n\t"];
        using var session = Opened.Open(TestModel.Unary("Identity", "string [N]"));
        using var input = Tensor.FromStrings([.. strings], [strings.Length]);
        using var output = session.RunTensor(new RunInput("x", input));
        Assert.Equal(strings, output.Strings().ToArray());
    }

    [Fact]
    public void Special_floats_keep_their_bits()
    {
        float[] numbers = [float.NaN, float.PositiveInfinity, float.NegativeInfinity, -0f, float.Epsilon, float.MaxValue, BitConverter.UInt32BitsToSingle(0x7FA00001)];
        using var session = Opened.Open(TestModel.Unary("Identity", "float32 [N]"));
        using var input = Tensor.From(numbers, [numbers.Length]);
        using var output = session.RunTensor(new RunInput("x", input));
        Assert.Equal(input.Bytes().ToArray(), output.Bytes().ToArray());
    }

    [Fact]
    public void Model_computes_on_the_numbers_that_were_given()
    {
        using var session = Opened.Open(new TestModel().Input("x", "bfloat16 [N]").Output("y", "float32 [N]").Node("Cast", ["x"], ["y"], ("to", 1L)));
        using var input = Tensor.From([(BFloat16)1.5f, (BFloat16)(-2f), (BFloat16)3.140625f], [3]);
        using var output = session.RunTensor(new RunInput("x", input));
        Assert.Equal([1.5f, -2f, 3.140625f], output.Span<float>().ToArray());
    }

    private static Tensor Fill(ElementType type, TensorShape shape)
    {
        var tensor = Tensor.Allocate(type, shape);
        if (type == ElementType.String)
        {
            for (var i = 0; i < tensor.Strings().Length; i++) tensor.Strings()[i] = $"text {i}";
            return tensor;
        }

        var bytes = tensor.Bytes();
        for (var i = 0; i < bytes.Length; i++) bytes[i] = type == ElementType.Bool ? (byte)(i & 1) : (byte)((i * 37) + 11);
        return tensor;
    }
}
