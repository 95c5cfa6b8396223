namespace ActorInference.Tests.Predicting;

public sealed class WarmUpTests : PredictorTest
{
    private static PredictorOptions Warm { get; } = Options with { WarmUp = new() };

    [Fact]
    public void Session_is_warmed_up_with_one_row_and_the_largest_batch()
    {
        var predictor = Open(Warm with { Batch = new() { MaxSize = 8 } });
        Assert.Equal([1, 8], Sessions.Runs.Select(run => run.Rows));
        Assert.All(Sessions.Runs, run => Assert.All(run.Firsts, first => Assert.Equal(0, first)));
        Assert.Equal("[1,4], [8,4]", WarmUpOf(predictor));
        Assert.Contains(Log.Lines, line => line.Text == "model on fake:0: ready, 1 lane x 1 thread on " + Cores() + "; warmed up with [1,4], [8,4]; batches: up to 8 rows");
    }

    [Fact]
    public void Session_without_batches_is_warmed_up_with_one_row()
    {
        Open(Warm);
        Assert.Equal([1], Sessions.Runs.Select(run => run.Rows));
    }

    [Fact]
    public void Session_of_a_fixed_batch_is_warmed_up_with_that_whatever_is_asked_for()
    {
        Sessions.Model = FakeModel.Affine(2, 1, "float32 [4,4]");
        Open(Warm);
        Open(Options with { WarmUp = new() { BatchSizes = [1, 2] } });
        Assert.Equal([4, 4], Sessions.Runs.Select(run => run.Rows));
    }

    [Fact]
    public void Each_batch_size_is_warmed_up_with_each_shape_asked_for()
    {
        Sessions.Model = FakeModel.Affine(2, 1, "float32 [N,?]");
        var predictor = Open(Options with
        {
            WarmUp = new() { BatchSizes = [1, 3], Shapes = [new Dictionary<string, TensorShape> { ["x"] = [1, 5] }, new Dictionary<string, TensorShape> { ["x"] = [9, 7] }] },
        });
        Assert.Equal("[1,5], [3,5], [1,7], [3,7]", WarmUpOf(predictor));
        Assert.Equal(4, Sessions.Runs.Count);
    }

    [Fact]
    public void Each_session_is_warmed_up()
    {
        Sessions.AllowsConcurrentRuns = false;
        Open(Warm with { Lanes = 3 });
        Assert.Equal([1, 2, 3], Sessions.Runs.Select(run => run.SessionNumber));
    }

    [Fact]
    public void Warm_up_can_be_turned_off_and_says_so()
    {
        Assert.Equal("none: turned off", WarmUpOf(Open(Options)));
        Assert.Empty(Sessions.Runs);
    }

    [Fact]
    public async Task Shapes_that_nobody_gave_are_learnt_from_the_first_success()
    {
        Sessions.Model = FakeModel.Affine(2, 1, "float32 [N,?]");
        Sessions.Script = run => run is { SessionNumber: 1, Number: > 1 } ? FakeBehaviour.Fail(ErrorKind.DeviceLost) : FakeBehaviour.Succeed;
        var predictor = Open(Warm);
        Assert.Equal("none: no shape is known for its free dimensions; name shapes to warm up with", WarmUpOf(predictor));
        AssertIs(1, predictor.Predict(Input(1, rows: 3)));
        var task = predictor.PredictAsync(Input(2));
        Until(() => predictor.Snapshot().State == HealthState.Restarting);
        Time.Advance(TimeSpan.FromMilliseconds(100));
        AssertIs(2, await Soon(task));
        Assert.Equal("[1,4]", WarmUpOf(predictor));
    }

    [Fact]
    public async Task Largest_batch_of_the_warm_up_is_one_that_could_be_made_also_with_shapes_that_were_learnt()
    {
        Sessions.Model = FakeModel.Affine(2, 1, "float32 [N,?]");
        Sessions.Script = run => run is { SessionNumber: 1, Number: > 1 } ? FakeBehaviour.Fail(ErrorKind.DeviceLost) : FakeBehaviour.Succeed;
        var predictor = Open(Warm with { Batch = new() { MaxSize = 65_536, MaxBytes = 1 << 20 }, Admission = new() { MaxItems = 65_536 } });
        using (predictor.Predict(Tensor.From(new float[16_384], [1, 16_384])).Value)
        {
            // 65,536 rows of that would take 4 GiB.
        }

        var task = predictor.PredictAsync(Input(2));
        Until(() => predictor.Snapshot().State == HealthState.Restarting);
        Time.Advance(TimeSpan.FromMilliseconds(100));
        AssertIs(2, await Soon(task));
        Assert.Equal("[1,16384], [16,16384]", WarmUpOf(predictor));
    }

    [Fact]
    public void Row_larger_than_a_batch_may_be_is_warmed_up_alone()
    {
        Open(Warm with { Batch = new() { MaxSize = 8, MaxBytes = 1 } });
        Assert.Equal([1], Sessions.Runs.Select(run => run.Rows));
    }

    [Theory]
    [InlineData(1L << 41)]
    [InlineData(long.MaxValue)]
    public void Shapes_that_no_memory_can_hold_are_refused(long size)
    {
        Sessions.Model = FakeModel.Affine(2, 1, "float32 [N,?]");
        var failure = OpenFailure(Options with { WarmUp = new() { BatchSizes = [2], Shapes = [new Dictionary<string, TensorShape> { ["x"] = [1, size] }] } });
        Assert.Equal(new Failure(ErrorKind.OutOfMemory, "warm-up: there is not enough memory for inputs of 2 rows."), failure);
        Assert.Equal((1, 0), (Sessions.Opened, Sessions.OpenNow));
    }

    [Fact]
    public void Signature_whose_dimensions_cannot_be_counted_is_not_warmed_up()
    {
        Sessions.Model = FakeModel.Affine(2, 1, $"float32 [N,{long.MaxValue - 1},4]");
        Assert.StartsWith("none: ", WarmUpOf(Open(Warm)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(ErrorKind.OutOfMemory)]
    [InlineData(ErrorKind.DeviceLost)]
    [InlineData(ErrorKind.Internal)]
    public void Session_that_fails_its_warm_up_is_not_ready(ErrorKind kind)
    {
        Sessions.Script = _ => FakeBehaviour.Fail(kind);
        Assert.Equal(new Failure(kind, $"warm-up failed: The fake session was told to fail as {kind.Name()}."), OpenFailure(Warm));
        Assert.Equal((1, 0), (Sessions.Opened, Sessions.OpenNow));
    }

    [Theory]
    [InlineData(ErrorKind.SessionFailed)]
    [InlineData(ErrorKind.InvalidInput)]
    public void Zeros_may_be_no_food_for_a_model_where_nobody_asked_for_them(ErrorKind kind)
    {
        Sessions.Script = run => run.Firsts[0] == 0 ? FakeBehaviour.Fail(kind) : FakeBehaviour.Succeed;
        var predictor = Open(Warm);
        Assert.Equal($"failed on zeros: The fake session was told to fail as {kind.Name()}.", WarmUpOf(predictor));
        AssertIs(1, predictor.Predict(Input(1)));
    }

    [Fact]
    public void Shapes_that_were_asked_for_must_work()
    {
        Sessions.Script = _ => FakeBehaviour.Fail(ErrorKind.SessionFailed);
        var failure = OpenFailure(Options with { WarmUp = new() { Shapes = [new Dictionary<string, TensorShape> { ["x"] = [1, 4] }] } });
        Assert.Equal(new Failure(ErrorKind.SessionFailed, "warm-up failed: The fake session was told to fail as session-failed."), failure);
    }

    [Fact]
    public async Task Session_is_put_back_only_after_a_warm_up_run()
    {
        Sessions.Script = run => run switch
        {
            { SessionNumber: 1, Number: > 1 } => FakeBehaviour.Fail(ErrorKind.DeviceLost),
            { SessionNumber: 2 } => FakeBehaviour.Fail(ErrorKind.SessionFailed),
            _ => FakeBehaviour.Succeed,
        };
        var predictor = Open(Warm);
        var task = predictor.PredictAsync(Input(1));
        Until(() => predictor.Snapshot().State == HealthState.Restarting);
        Time.Advance(TimeSpan.FromMilliseconds(100));
        Until(() => predictor.Snapshot().Pools[0].LastFailure!.Message == "warm-up failed: The fake session was told to fail as session-failed.");
        Assert.Equal(HealthState.Restarting, predictor.Snapshot().State);
        Time.Advance(TimeSpan.FromMilliseconds(200));
        AssertIs(1, await Soon(task));
        Assert.Equal(3, Sessions.Opened);
        Until(() => Sessions.OpenNow == 1);
    }

    [Fact]
    public async Task Loading_that_is_cancelled_closes_what_was_opened()
    {
        Sessions.Script = _ => FakeBehaviour.Block;
        using var cancel = new CancellationTokenSource();
        var opening = OwnThread.Run(() => Predictor.Open(Sessions, Model("model"), Warm, Time, Log, cancel.Token));
        Sessions.WaitForBlocked();
        await cancel.CancelAsync();
        Assert.Equal(new Failure(ErrorKind.Cancelled, "model: the loading was given up."), (await Soon(opening)).Failure);
        Assert.Equal(0, Sessions.OpenNow);
    }

    private static string WarmUpOf(Predictor predictor) => predictor.Snapshot().Pools[0].Sessions[0].WarmUp;

    private static string Cores() => Environment.ProcessorCount == 1 ? "1 core" : $"{Environment.ProcessorCount} cores";
}
