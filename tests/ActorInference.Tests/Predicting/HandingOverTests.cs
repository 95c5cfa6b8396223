namespace ActorInference.Tests.Predicting;

/// <summary>A tensor that is handed in twice: who has it keeps it, and who hands it in again is told. The base class asserts that no input stays out.</summary>
public sealed class HandingOverTests : PredictorTest
{
    private const string Advice = "; a tensor is handed over once: for each further use hand in what Share() gives.";

    [Theory]
    [MemberData(nameof(Doorway.All), MemberType = typeof(Doorway))]
    public async Task Every_door_refuses_a_tensor_that_another_request_has_and_that_one_goes_on(string door)
    {
        Sessions.Script = _ => FakeBehaviour.Block;
        var predictor = Open();
        var input = Input(5);
        var first = predictor.PredictAsync(input);
        Sessions.WaitForBlocked();
        AssertFailed(ErrorKind.InvalidInput, $"model: input 'x' has been handed over before{Advice}", await Doorway.Through(door, predictor, input));
        Assert.Equal(5, input.Span<float>()[0]);
        Sessions.ReleaseAll();
        AssertIs(5, await Soon(first));
    }

    [Theory]
    [InlineData("Predict")]
    [InlineData("PredictBatch")]
    [InlineData("PredictAsync")]
    public async Task Door_that_asks_for_names_disposes_nothing_that_another_request_has(string door)
    {
        Sessions.Model = TwoInputs;
        Sessions.Script = _ => FakeBehaviour.Block;
        var predictor = Open();
        var a = Input(1);
        var first = predictor.PredictAsync([new("a", a), new("b", Input(2))]);
        Sessions.WaitForBlocked();
        AssertFailed(ErrorKind.InvalidInput, await Doorway.Through(door, predictor, a));
        Assert.Equal(1, a.Span<float>()[0]);
        Sessions.ReleaseAll();
        (await Soon(first)).Value.Dispose();
    }

    [Fact]
    public void Tensor_as_two_inputs_of_one_request_is_refused_and_given_back()
    {
        Sessions.Model = TwoInputs;
        var predictor = Open();
        var input = Input(1);
        AssertFailed(ErrorKind.InvalidInput, $"model: input 'b' is the same tensor as input 'a'{Advice}", predictor.Predict([new("a", input), new("b", input)]));
        Assert.Throws<ObjectDisposedException>(() => input.Span<float>());
        var second = Input(2);
        predictor.Predict([new("a", second), new("b", second.Share())]).Value.Dispose(); // as it says
    }

    [Fact]
    public void Tensor_in_two_requests_of_a_batch_fails_the_second_and_the_others_succeed()
    {
        var (one, two) = (Input(1), Input(2));
        var outcomes = Open().PredictBatch([one, two, one, Input(4), two, two.Share()]);
        AssertIs(1, outcomes[0]);
        AssertIs(2, outcomes[1]);
        AssertFailed(ErrorKind.InvalidInput, $"model: input 'x' of request 2 is the same tensor as input 'x' of request 0{Advice}", outcomes[2]);
        AssertIs(4, outcomes[3]);
        AssertFailed(ErrorKind.InvalidInput, $"model: input 'x' of request 4 is the same tensor as input 'x' of request 1{Advice}", outcomes[4]);
        AssertIs(2, outcomes[5]);
    }

    [Fact]
    public void Request_that_is_refused_for_one_tensor_gives_its_others_back()
    {
        Sessions.Model = TwoInputs;
        var (one, two) = (Input(1), Input(2));
        var outcomes = Open().PredictBatch(new RunInput[][] { [new("a", one), new("b", two)], [new("a", Input(3)), new("b", one)] });
        outcomes[0].Value.Dispose();
        AssertFailed(ErrorKind.InvalidInput, $"model: input 'b' of request 1 is the same tensor as input 'a' of request 0{Advice}", outcomes[1]);
    }

    [Fact]
    public void Inputs_of_one_request_twice_in_a_batch_are_two_requests_with_the_same_tensors()
    {
        RunInput[] request = [new("x", Input(1))];
        var outcomes = Open().PredictBatch(new[] { request, request });
        AssertIs(1, outcomes[0]);
        AssertFailed(ErrorKind.InvalidInput, $"model: input 'x' of request 1 is the same tensor as input 'x' of request 0{Advice}", outcomes[1]);
    }

    [Fact]
    public async Task Wrong_input_that_another_request_has_stays_that_ones()
    {
        Sessions.Script = _ => FakeBehaviour.Block;
        var predictor = Open();
        var input = Input(5);
        var first = predictor.PredictAsync(input);
        Sessions.WaitForBlocked();
        AssertFailed(ErrorKind.InvalidInput, "model: the model has no input 'z'; it has 'x'.", predictor.Predict([new("z", input)]));
        Assert.Throws<ArgumentNullException>(() => predictor.PredictBatch([input, null!, Input(6)]));
        Assert.Throws<ArgumentNullException>(() => predictor.PredictBatch(new RunInput[][] { [new("x", input)], null!, [new("x", Input(6))] }));
        Assert.Equal(5, input.Span<float>()[0]);
        Sessions.ReleaseAll();
        AssertIs(5, await Soon(first));
    }

    [Fact]
    public async Task One_of_many_who_hand_in_the_same_tensor_at_once_gets_its_result()
    {
        var predictor = Open(Options with { Lanes = 2 });
        for (var round = 0; round < 200; round++)
        {
            var input = Input(round);
            var outcomes = await Soon(Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => predictor.PredictAsync(input)))));
            AssertIs(round, Assert.Single(outcomes, outcome => outcome.Succeeded));
            Assert.All(outcomes.Where(outcome => !outcome.Succeeded), outcome => Assert.Equal(ErrorKind.InvalidInput, outcome.Failure!.Kind));
        }
    }

    [Fact]
    public void Sequence_with_a_tensor_that_another_one_holds_is_refused_and_what_is_new_in_it_is_given_back()
    {
        Sessions.Model = new(
            new([new("s", new SequenceType(new TensorType(ElementType.Float32, null))), new("m", new MapType(ElementType.Int64, new TensorType(ElementType.Float32, null)))], [new("y", new TensorType(ElementType.Float32, []))], []),
            _ => new Dictionary<string, Value?> { ["y"] = Tensor.Scalar(1f) });
        var predictor = Open();
        var shared = Input(1);
        RunInput[] first = [new("s", new SequenceValue([shared, Input(2)])), new("m", Map())];
        RunInput[] second = [new("s", new SequenceValue([Input(3), shared])), new("m", Map())];
        var outcomes = predictor.PredictBatch(new[] { first, second });
        outcomes[0].Value.Dispose();
        AssertFailed(ErrorKind.InvalidInput, $"model: input 's' of request 1 has been handed over before{Advice}", outcomes[1]);
    }

    private static MapValue Map() => new(Tensor.From([1L], [1]), Tensor.From([1f], [1]));

    private static FakeModel TwoInputs { get; } = new(FakeSignature.Of(["a: float32 [N,4]", "b: float32 [N,4]"], ["y: float32 [N,4]"]), inputs => new Dictionary<string, Value?>
    {
        ["y"] = ((Tensor)inputs["a"]).Clone(),
    });
}
