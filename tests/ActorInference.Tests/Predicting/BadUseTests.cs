namespace ActorInference.Tests.Predicting;

public sealed class BadUseTests : PredictorTest
{
    [Theory]
    [MemberData(nameof(Doorway.All), MemberType = typeof(Doorway))]
    public async Task Every_door_says_which_dimension_is_wrong_and_what_was_expected(string door) => AssertFailed(
        ErrorKind.InvalidInput,
        "model: input 'x' is float32 [1,5]: dimension 1 is 5 instead of 4; the model takes float32 [N,4].",
        await Doorway.Through(door, Open(), Tensor.From(new float[5], [1, 5])));

    [Theory]
    [MemberData(nameof(Doorway.All), MemberType = typeof(Doorway))]
    public async Task Every_door_counts_what_it_refuses(string door)
    {
        var predictor = Open();
        AssertFailed(ErrorKind.InvalidInput, await Doorway.Through(door, predictor, Tensor.From(new float[5], [1, 5])));
        AssertFailed(ErrorKind.InvalidInput, await Doorway.Through(door, predictor, Input(1), new() { Priority = (Priority)7 }));
        Assert.Equal(2, Assert.Single(predictor.Snapshot().Failed, failed => failed.Key == ErrorKind.InvalidInput).Value);
    }

    [Fact]
    public async Task Every_request_is_counted_that_is_refused_for_want_of_names()
    {
        Sessions.Model = TwoInputs;
        var predictor = Open();
        AssertFailed(ErrorKind.InvalidInput, predictor.Predict(Input(1)));
        AssertFailed(ErrorKind.InvalidInput, await predictor.PredictAsync(Input(1)));
        Assert.All(predictor.PredictBatch([Input(1), Input(2), Input(3)]), outcome => AssertFailed(ErrorKind.InvalidInput, outcome));
        Assert.Equal(5, predictor.Snapshot().Failed[ErrorKind.InvalidInput]);
    }

    [Theory]
    [MemberData(nameof(Doorway.All), MemberType = typeof(Doorway))]
    public async Task Every_door_refuses_a_wrong_rank(string door) =>
        AssertFailed(ErrorKind.InvalidInput, "model: input 'x' is float32 [4], of rank 1 instead of 2; the model takes float32 [N,4].", await Doorway.Through(door, Open(), Tensor.From(new float[4], [4])));

    [Theory]
    [MemberData(nameof(Doorway.All), MemberType = typeof(Doorway))]
    public async Task Every_door_refuses_a_wrong_type(string door) =>
        AssertFailed(ErrorKind.InvalidInput, "model: input 'x' is int64 [1,4]; the model takes float32 [N,4].", await Doorway.Through(door, Open(), Tensor.From(new long[4], [1, 4])));

    [Theory]
    [MemberData(nameof(Doorway.All), MemberType = typeof(Doorway))]
    public async Task Every_door_refuses_a_tensor_that_is_disposed_and_the_session_does_not_pay_for_it(string door)
    {
        var predictor = Open();
        var input = Input(1);
        input.Dispose();
        for (var i = 0; i < 5; i++) AssertFailed(ErrorKind.InvalidInput, "model: input 'x' has been disposed; a tensor is handed over once.", await Doorway.Through(door, predictor, input));
        Assert.Equal(HealthState.Ready, predictor.Snapshot().State);
        Assert.Equal(0, Sessions.Sessions[0].Runs);
    }

    [Theory]
    [MemberData(nameof(Doorway.All), MemberType = typeof(Doorway))]
    public async Task Every_door_refuses_a_priority_that_there_is_not_and_keeps_no_room_for_it(string door)
    {
        var predictor = Open();
        AssertFailed(ErrorKind.InvalidInput, "model: there is no priority 7; there is High, Normal, Low.", await Doorway.Through(door, predictor, Input(1), new() { Priority = (Priority)7 }));
        AssertFailed(ErrorKind.InvalidInput, "model: there is no way -1 when full; there is Wait, Refuse, DropOldest.", await Doorway.Through(door, predictor, Input(1), new() { WhenFull = (WhenFull)(-1) }));
        Assert.Equal((0, 0L), (predictor.Snapshot().ItemsInFlight, predictor.Snapshot().BytesInFlight));
    }

    [Theory]
    [MemberData(nameof(Doorway.All), MemberType = typeof(Doorway))]
    public async Task Every_door_fails_a_request_whose_deadline_is_no_time_at_all(string door) =>
        AssertFailed(ErrorKind.DeadlineExceeded, "the deadline of 0 ms passed before the request could run.", await Doorway.Through(door, Open(), Input(1), new() { Deadline = TimeSpan.Zero }));

    [Theory]
    [MemberData(nameof(Doorway.All), MemberType = typeof(Doorway))]
    public async Task Every_door_says_that_the_predictor_has_been_shut_down(string door)
    {
        var predictor = Open();
        predictor.Dispose();
        AssertFailed(ErrorKind.NotReady, "the predictor of model has been shut down.", await Doorway.Through(door, predictor, Input(1)));
    }

    [Theory]
    [InlineData("Predict")]
    [InlineData("PredictBatch")]
    [InlineData("PredictAsync")]
    public async Task Doors_without_names_ask_for_them_when_the_model_has_several_inputs(string door)
    {
        Sessions.Model = TwoInputs;
        AssertFailed(ErrorKind.InvalidInput, "the model takes 2 inputs; name them: a: float32 [N,4], b: float32 [N,4].", await Doorway.Through(door, Open(), Input(1)));
    }

    [Fact]
    public void Wrong_missing_repeated_and_empty_names_are_refused()
    {
        Sessions.Model = TwoInputs;
        var predictor = Open();
        AssertFailed(ErrorKind.InvalidInput, "model: the model has no input 'c'; it has 'a', 'b'.", predictor.Predict([new("a", Input(1)), new("c", Input(1))]));
        AssertFailed(ErrorKind.InvalidInput, "model: input 'b' is missing; the model takes float32 [N,4].", predictor.Predict([new("a", Input(1))]));
        AssertFailed(ErrorKind.InvalidInput, "model: input 'a' is given twice.", predictor.Predict([new("a", Input(1)), new("a", Input(1))]));
        AssertFailed(ErrorKind.InvalidInput, "model: input 'a' has no value; the model takes float32 [N,4].", predictor.Predict([new("a", null!), new("b", Input(1))]));
        AssertFailed(ErrorKind.InvalidInput, "model: input 'a' is missing; the model takes float32 [N,4].", predictor.Predict([]));
        AssertFailed(ErrorKind.InvalidInput, "model: input 'a' has 1 rows and input 'b' has 2; all inputs of one request have as many.", predictor.Predict([new("a", Input(1)), new("b", Input(1, rows: 2))]));
    }

    [Fact]
    public void Bad_request_among_several_does_not_touch_the_others()
    {
        var outcomes = Open().PredictBatch([Input(1), Tensor.From(new float[5], [1, 5]), Input(3)]);
        AssertIs(1, outcomes[0]);
        AssertFailed(ErrorKind.InvalidInput, outcomes[1]);
        AssertIs(3, outcomes[2]);
    }

    [Fact]
    public void Several_at_once_may_be_none() => Assert.Empty(Open().PredictBatch(Array.Empty<Tensor>()));

    [Fact]
    public void Request_of_no_rows_runs_alone_and_gives_none()
    {
        using var prediction = Open(Options with { Batch = new() { MaxSize = 4 } }).Predict(Input(1, rows: 0)).Value;
        Assert.Equal(new TensorShape(0, 4), prediction.Tensor.Shape);
    }

    [Fact]
    public void Initializer_may_be_given_before_the_inputs()
    {
        Sessions.Model = WithScale(FakeModel.Default);
        AssertIs(3, Open().Predict([new("scale", Tensor.Scalar(5f)), new("x", Input(3))]));
    }

    [Fact]
    public void Initializer_is_no_row_of_a_padded_batch()
    {
        Sessions.Model = WithScale(FakeModel.Affine(2, 1, "float32 [4,4]"));
        AssertIs(3, Open().Predict([new("x", Input(3)), new("scale", Tensor.Scalar(5f))]));
    }

    [Fact]
    public void Factory_that_refuses_is_quoted()
    {
        Sessions.OnOpen = (_, _) => new(ErrorKind.NotFound, "model: there is no such file.");
        Assert.Equal(new Failure(ErrorKind.NotFound, "model: there is no such file."), OpenFailure(Options));
    }

    [Fact]
    public void Factory_that_throws_is_a_failure_in_words()
    {
        Sessions.OnOpen = (_, _) => throw new InvalidOperationException("It broke.");
        Assert.Equal(new Failure(ErrorKind.SessionFailed, "model cannot be loaded on fake:0: it threw InvalidOperationException: It broke."), OpenFailure(Options));
    }

    [Fact]
    public void Sessions_that_were_opened_are_closed_when_a_later_one_is_refused()
    {
        Sessions.AllowsConcurrentRuns = false;
        Sessions.OnOpen = (attempt, _) => attempt < 3 ? null : new(ErrorKind.OutOfMemory, "full.");
        Assert.Equal(ErrorKind.OutOfMemory, OpenFailure(Options with { Lanes = 4 }).Kind);
        Assert.Equal((2, 0), (Sessions.Opened, Sessions.OpenNow));
    }

    [Fact]
    public void Lanes_of_a_device_that_there_is_not_cannot_be_changed() =>
        Assert.Equal(new Failure(ErrorKind.NotFound, "model does not run on cuda:0; it runs on fake:0."), Open().ChangeLanes(new("cuda"), 2));

    [Fact]
    public void Lanes_cannot_be_changed_to_none_or_beyond_what_may_be_in_flight_or_after_the_end()
    {
        var predictor = Open(Options with { Admission = new() { MaxItems = 4 } });
        Assert.Equal("a pool needs 1 lane or more, not 0.", predictor.ChangeLanes(Fake, 0)!.Message);
        Assert.Equal("4 items in flight cannot fill 5 lanes with batches of 1; allow 5 or more.", predictor.ChangeLanes(Fake, 5)!.Message);
        Assert.Equal(1, predictor.Snapshot().Pools[0].Plan.Lanes);
        predictor.Dispose();
        Assert.Equal(new Failure(ErrorKind.NotReady, "the predictor of model has been shut down."), predictor.ChangeLanes(Fake, 2));
    }

    private static FakeModel TwoInputs { get; } = new(FakeSignature.Of(["a: float32 [N,4]", "b: float32 [N,4]"], ["y: float32 [N,4]"]), inputs => new Dictionary<string, Value?>
    {
        ["y"] = ((Tensor)inputs["a"]).Clone(),
    });

    private static FakeModel WithScale(FakeModel model) =>
        model with { Signature = model.Signature with { OverridableInitializers = [new("scale", new TensorType(ElementType.Float32, []))] } };
}
