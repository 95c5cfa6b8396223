namespace ActorInference.OnnxRuntime.Tests.Sessions;

public sealed class RunTests
{
    [Fact]
    public void Output_given_beforehand_is_written_in_place()
    {
        using var session = Opened.Open(TestModel.Unary("Neg", "float32 [N]"));
        using var x = Tensor.From([1f, -2f], [2]);
        using var y = Tensor.From([0f, 0f], [2]);
        RunOutput[] outputs = [new("y", y)];
        Assert.Null(session.Run([new("x", x)], outputs));
        Assert.Same(y, outputs[0].Value);
        Assert.Equal([-1f, 2f], y.Span<float>().ToArray());
    }

    [Fact]
    public void Output_given_with_another_shape_is_refused_and_left_alone()
    {
        using var session = Opened.Open(TestModel.Unary("Neg", "float32 [N]"));
        using var x = Tensor.From([1f, -2f], [2]);
        using var y = Tensor.From([7f, 7f, 7f], [3]);
        RunOutput[] outputs = [new("y", y)];
        var failure = session.Run([new("x", x)], outputs);
        Assert.NotNull(failure);
        Assert.Equal([7f, 7f, 7f], y.Span<float>().ToArray());
        Assert.Same(y, outputs[0].Value);
    }

    [Fact]
    public void Output_given_as_strings_is_refused()
    {
        using var session = Opened.Open(TestModel.Unary("Identity", "string [N]"));
        using var x = Tensor.FromStrings(["a"], [1]);
        using var y = Tensor.FromStrings(["b"], [1]);
        var failure = session.Run([new("x", x)], [new RunOutput("y", y)]);
        Assert.Equal(ErrorKind.InvalidInput, failure?.Kind);
    }

    [Fact]
    public void Output_of_known_shape_is_pooled_from_the_second_run_on()
    {
        using var session = Opened.Open(TestModel.Unary("Neg", "float32 [1000]"));
        using var x = Tensor.Allocate(ElementType.Float32, [1000]);
        using var first = session.RunTensor(new RunInput("x", x));
        using var second = session.RunTensor(new RunInput("x", x));
        Assert.NotEqual(x.Memory.GetType(), first.Memory.GetType()); // the pool's own numbers are moved by other tests as well
        Assert.Equal(x.Memory.GetType(), second.Memory.GetType());
    }

    [Fact]
    public void Signature_that_lies_about_an_output_does_no_harm()
    {
        // y is declared [4]; it has as many elements as x is long.
        var model = new TestModel().Input("x", "float32 [N]").Output("y", "float32 [4]").Node("Neg", ["x"], ["y"]);
        using var session = Opened.Open(model);
        foreach (var length in new[] { 4, 4, 6, 4, 2 })
        {
            using var x = Tensor.From([.. Enumerable.Range(0, length).Select(i => (float)i)], [length]);
            using var y = session.RunTensor(new RunInput("x", x));
            Assert.Equal(x.Span<float>().ToArray().Select(number => -number), y.Span<float>().ToArray());
        }
    }

    [Fact]
    public void Only_the_outputs_asked_for_are_made()
    {
        var model = new TestModel().Input("x", "float32 [N]").Output("a", "float32 [N]").Output("b", "float32 [N]").Node("Neg", ["x"], ["a"]).Node("Abs", ["x"], ["b"]);
        using var session = Opened.Open(model);
        using var x = Tensor.From([-3f], [1]);
        RunOutput[] outputs = [new("b")];
        Assert.Null(session.Run([new("x", x)], outputs));
        using var b = (Tensor)outputs[0].Value!;
        Assert.Equal([3f], b.Span<float>().ToArray());
    }

    [Fact]
    public void Output_outlives_its_session()
    {
        Tensor y;
        using (var session = Opened.Open(TestModel.Unary("Neg", "float32 [N]")))
        {
            using var x = Tensor.From([.. Enumerable.Repeat(1f, 1 << 16)], [1 << 16]);
            y = session.RunTensor(new RunInput("x", x));
        }

        Assert.All(y.Span<float>().ToArray(), number => Assert.Equal(-1f, number));
        y.Dispose();
    }

    [Fact]
    public async Task Input_disposed_during_the_run_is_kept_until_it_returns()
    {
        var pool = new TensorPool(retainLimit: 0);
        using var session = Opened.Open(EndlessModel.Create());
        using var longRun = new LongRun(pool);
        using var cancel = new CancellationTokenSource();
        var run = Task.Run(() => longRun.Run(session, cancel.Token));
        longRun.WaitUntilStarted();

        longRun.Input.Dispose();
        Assert.Equal(1, pool.RentedCount);
        await cancel.CancelAsync();
        Assert.Equal(ErrorKind.Cancelled, (await run)?.Kind);
        Assert.Equal(0, pool.RentedCount);
    }

    [Fact]
    public async Task Session_disposed_during_a_run_lets_the_run_finish()
    {
        var session = Opened.Open(EndlessModel.Create());
        using var longRun = new LongRun();
        using var cancel = new CancellationTokenSource();
        var run = Task.Run(() => longRun.Run(session, cancel.Token));
        longRun.WaitUntilStarted();

        session.Dispose();
        Assert.False(run.IsCompleted);
        await cancel.CancelAsync();
        Assert.Equal(ErrorKind.Cancelled, (await run)?.Kind);
    }

    [Fact]
    public void Session_refuses_to_run_once_disposed()
    {
        var session = Opened.Open(TestModel.Unary("Neg", "float32 [N]"));
        session.Dispose();
        using var x = Tensor.From([1f], [1]);
        Assert.Throws<ObjectDisposedException>(() => session.RunTensor(new RunInput("x", x)));
    }

    [Fact]
    public void Many_threads_share_one_session()
    {
        using var session = Opened.Open(new TestModel().Input("x", "float32 [8,8]").Output("y", "float32 [8,8]").Node("MatMul", ["x", "x"], ["y"]));
        Assert.True(session.AllowsConcurrentRuns);
        Parallel.For(0, 500, new ParallelOptions { MaxDegreeOfParallelism = 8 }, i =>
        {
            using var x = Tensor.Allocate(ElementType.Float32, [8, 8]);
            x.Span<float>().Fill(i);
            using var y = session.RunTensor(new RunInput("x", x));
            foreach (var number in y.Span<float>()) Assert.Equal(8f * i * i, number);
        });
    }

    [Fact]
    public void Run_that_fails_says_why_and_leaves_the_session_working()
    {
        var model = new TestModel().Input("x", "float32 [N]").Output("y", "float32 [2,2]").Initializer("shape", [2L, 2L], 2).Node("Reshape", ["x", "shape"], ["y"]);
        using var session = Opened.Open(model);
        using (var wrong = Tensor.From([1f, 2f, 3f], [3]))
        {
            RunOutput[] outputs = [new("y")];
            var failure = session.Run([new("x", wrong)], outputs);
            Assert.Equal(ErrorKind.SessionFailed, failure?.Kind);
            Assert.Contains("Reshape", failure!.Message, StringComparison.Ordinal);
            Assert.DoesNotContain('\n', failure.Message);
            Assert.Matches(@"[^.]\.$", failure.Message);
            Assert.DoesNotContain(".cc:", failure.Message, StringComparison.Ordinal);
            Assert.Null(outputs[0].Value);
        }

        using var right = Tensor.From([1f, 2f, 3f, 4f], [4]);
        using var y = session.RunTensor(new RunInput("x", right));
        Assert.Equal([1f, 2f, 3f, 4f], y.Span<float>().ToArray());
    }

    [Fact]
    public void Invalid_input_is_refused_in_words_before_anything_runs()
    {
        using var session = Opened.Open(TestModel.Unary("Neg", "float32 [N,3]"));
        using var x = Tensor.From([1f, 2f], [1, 2]);
        var failure = session.Run([new("x", x)], [new RunOutput("y")]);
        Assert.Equal(new Failure(ErrorKind.InvalidInput, "test model: input 'x' is float32 [1,2]: dimension 1 is 2 instead of 3; the model takes float32 [N,3]."), failure);
    }
}
