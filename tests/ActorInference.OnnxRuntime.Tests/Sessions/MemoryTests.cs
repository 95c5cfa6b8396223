namespace ActorInference.OnnxRuntime.Tests.Sessions;

/// <summary>Whose memory inputs and outputs lie in, and for how long.</summary>
public sealed class MemoryTests
{
    [Theory]
    [InlineData("float32 [3]")]
    [InlineData("float32 [N]")]
    public void Output_that_is_an_input_is_a_copy_of_it_in_every_run(string type)
    {
        using var session = Opened.Open(PassThrough(type));
        for (var run = 0; run < 4; run++)
        {
            var x = Tensor.From([1f, 2f, 3f], [3]);
            var outputs = session.Run(new RunInput("x", x));
            using var same = (Tensor)outputs[0]!;
            using var y = (Tensor)outputs[1]!;
            x.Span<float>().Fill(9f);
            x.Dispose();
            Assert.Equal([1f, 2f, 3f], same.Span<float>().ToArray());
            Assert.Equal([-1f, -2f, -3f], y.Span<float>().ToArray());
        }
    }

    [Fact]
    public void Output_that_is_an_input_is_written_into_the_memory_given_for_it()
    {
        using var session = Opened.Open(PassThrough("float32 [N]"));
        using var x = Tensor.From([1f, 2f, 3f], [3]);
        using var given = Tensor.From([9f, 9f, 9f], [3]);
        RunOutput[] outputs = [new("x", given)];
        Assert.Null(session.Run([new("x", x)], outputs));
        Assert.Same(given, outputs[0].Value);
        Assert.Equal([1f, 2f, 3f], given.Span<float>().ToArray());
    }

    [Fact]
    public void Output_that_is_an_input_is_not_written_into_memory_of_another_shape()
    {
        using var session = Opened.Open(PassThrough("float32 [N]"));
        using var x = Tensor.From([1f, 2f, 3f], [3]);
        using var given = Tensor.From([9f, 9f], [2]);
        RunOutput[] outputs = [new("x", given)];
        Assert.Equal(ErrorKind.InvalidInput, session.Run([new("x", x)], outputs)?.Kind);
        Assert.Equal([9f, 9f], given.Span<float>().ToArray());
    }

    [Fact]
    public void Output_that_is_an_input_of_strings_or_a_sequence_comes_out_too()
    {
        using var session = Opened.Open(new TestModel().Input("x", "string [N]").Input("s", "sequence(float32 [N])").Output("x", "string [N]").Output("s", "sequence(float32 [N])")
            .Output("length", "int64 []").Node("SequenceLength", ["s"], ["length"]));
        using var x = Tensor.FromStrings(["a", ""], [2]);
        var part = Tensor.From([1f], [1]);
        var outputs = session.Run(new RunInput("x", x), new RunInput("s", new SequenceValue([part])));
        part.Span<float>()[0] = 9f;
        part.Dispose();
        Assert.Equal(["a", ""], ((Tensor)outputs[0]!).Strings().ToArray());
        Assert.Equal([1f], ((Tensor)((SequenceValue)outputs[1]!).Items[0]).Span<float>().ToArray());
        foreach (var output in outputs) output!.Dispose();
    }

    [Fact]
    public void Output_given_in_the_memory_of_an_input_is_refused_before_it_spoils_the_input()
    {
        using var session = Opened.Open(TestModel.Unary("Transpose", "float32 [2,2]"));
        using var x = Tensor.From([1f, 2f, 3f, 4f], [2, 2]);
        var failure = session.Run([new("x", x)], [new RunOutput("y", x)]);
        Assert.Equal(new Failure(ErrorKind.InvalidInput, "test model: output 'y' cannot be written into the memory of input 'x', which the model still uses; give each its own tensor."), failure);
        Assert.Equal([1f, 2f, 3f, 4f], x.Span<float>().ToArray());
    }

    [Fact]
    public void Two_outputs_given_the_same_memory_are_refused()
    {
        var model = new TestModel().Input("x", "float32 [N]").Output("a", "float32 [N]").Output("b", "float32 [N]").Node("Neg", ["x"], ["a"]).Node("Abs", ["x"], ["b"]);
        using var session = Opened.Open(model);
        using var x = Tensor.From([-3f], [1]);
        using var y = Tensor.From([0f], [1]);
        var failure = session.Run([new("x", x)], [new RunOutput("a", y), new RunOutput("b", y)]);
        Assert.Equal(ErrorKind.InvalidInput, failure?.Kind);
        Assert.Contains("output 'a'", failure!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Output_given_in_memory_that_an_input_shares_or_lies_in_is_refused()
    {
        using var session = Opened.Open(TestModel.Unary("Transpose", "float32 [2,2]"));
        using var x = Tensor.From([1f, 2f, 3f, 4f], [2, 2]);
        using var shared = x.Share();
        AssertRefused(session, x, shared);
        AssertRefused(session, shared, x);

        // Halves of one block do not touch each other.
        var halves = Tensor.AllocateSideBySide(ElementType.Float32, [2, 2], 2);
        x.Span<float>().CopyTo(halves[0].Span<float>());
        RunOutput[] beside = [new("y", halves[1])];
        Assert.Null(session.Run([new("x", halves[0])], beside));
        Assert.Equal([1f, 3f, 2f, 4f], halves[1].Span<float>().ToArray());
        foreach (var half in halves) half.Dispose();
    }

    [Fact]
    public void Output_of_no_elements_shares_no_memory()
    {
        using var session = Opened.Open(TestModel.Unary("Neg", "float32 [N]"));
        using var x = Tensor.Allocate(ElementType.Float32, [0]);
        using var y = x.Share();
        Assert.Null(session.Run([new("x", x)], [new RunOutput("y", y)]));
    }

    [Fact]
    public void Two_outputs_given_shared_memory_are_refused()
    {
        var model = new TestModel().Input("x", "float32 [N]").Output("a", "float32 [N]").Output("b", "float32 [N]").Node("Neg", ["x"], ["a"]).Node("Abs", ["x"], ["b"]);
        using var session = Opened.Open(model);
        using var x = Tensor.From([-3f], [1]);
        using var y = Tensor.From([0f], [1]);
        using var shared = y.Share();
        var failure = session.Run([new("x", x)], [new RunOutput("a", y), new RunOutput("b", shared)]);
        Assert.Equal(new Failure(ErrorKind.InvalidInput, "test model: output 'b' cannot be written into the memory of output 'a', which the model still uses; give each its own tensor."), failure);
    }

    [Fact]
    public async Task Parts_of_a_sequence_disposed_during_the_run_are_kept_until_it_returns()
    {
        var pool = new TensorPool(retainLimit: 0);
        using var session = Opened.Open(EndlessModel.Create().Input("s", "sequence(float32 [N])").Output("length", "int64 []").Node("SequenceLength", ["s"], ["length"]));
        using var longRun = new LongRun();
        using var cancel = new CancellationTokenSource();
        var sequence = new SequenceValue([Tensor.From([1f, 2f], [2], pool), Tensor.From([3f], [1], pool)]);
        var run = Task.Run(() => longRun.Run(session, cancel.Token, new RunInput("s", sequence)));
        longRun.WaitUntilStarted();

        sequence.Dispose();
        Assert.Equal(2, pool.RentedCount);
        await cancel.CancelAsync();
        Assert.Equal(ErrorKind.Cancelled, (await run)?.Kind);
        Assert.Equal(0, pool.RentedCount);
    }

    private static void AssertRefused(ISession session, Tensor input, Tensor output)
    {
        var failure = session.Run([new("x", input)], [new RunOutput("y", output)]);
        Assert.Equal(new Failure(ErrorKind.InvalidInput, "test model: output 'y' cannot be written into the memory of input 'x', which the model still uses; give each its own tensor."), failure);
        Assert.Equal([1f, 2f, 3f, 4f], input.Span<float>().ToArray());
    }

    private static TestModel PassThrough(string type) =>
        new TestModel().Input("x", type).Output("x", type).Output("y", type).Node("Neg", ["x"], ["y"]);
}
