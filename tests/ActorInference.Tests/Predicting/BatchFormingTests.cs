namespace ActorInference.Tests.Predicting;

/// <summary>Who shares a run with whom, and how long anybody waits for company.</summary>
public sealed class BatchFormingTests : PredictorTest
{
    private static readonly TimeSpan Within = TimeSpan.FromMilliseconds(100);

    private static PredictorOptions Batches { get; } = Options with { Batch = new() { MaxSize = 4 } };

    private static PredictorOptions Company { get; } = Options with { Batch = new() { MaxSize = 4, Within = Within } };

    [Fact]
    public async Task Free_lane_takes_what_waits_up_to_the_largest_batch()
    {
        await RunBehind(Batches, [.. Enumerable.Range(0, 10).Select(i => Input(i))]);
        Assert.Equal([1, 4, 4, 2], Sessions.Runs.Select(run => run.Rows));
    }

    [Fact]
    public async Task Rows_count_not_requests_and_a_larger_request_runs_alone()
    {
        await RunBehind(Batches, [Input(0, rows: 2), Input(2, rows: 2), Input(4, rows: 9), Input(20)]);
        Assert.Equal([1, 4, 9, 1], Sessions.Runs.Select(run => run.Rows));
    }

    [Fact]
    public async Task Batch_holds_no_more_bytes_than_it_may()
    {
        await RunBehind(Options with { Batch = new() { MaxSize = 4, MaxBytes = 33 } }, [.. Enumerable.Range(0, 4).Select(i => Input(i))]);
        Assert.Equal([1, 2, 2], Sessions.Runs.Select(run => run.Rows));
    }

    [Fact]
    public async Task Requests_of_different_shapes_do_not_share_a_run()
    {
        Sessions.Model = FakeModel.Affine(2, 1, "float32 [N,?]");
        await RunBehind(Batches, [Input(0), Tensor.From([1f, 2], [1, 2]), Input(2), Tensor.From([3f, 4], [1, 2])]);
        Assert.Equal([1000, 0, 2, 1, 3], Sessions.Runs.SelectMany(run => run.Firsts));
        Assert.Equal([1, 2, 2], Sessions.Runs.Select(run => run.Rows));
    }

    [Fact]
    public async Task Lanes_that_are_free_share_what_waits()
    {
        Sessions.Script = _ => FakeBehaviour.Block;
        var predictor = Open(Batches with { Lanes = 2 });
        var call = OwnThread.Run(() => predictor.PredictBatch([.. Enumerable.Range(0, 4).Select(i => Input(i))]));
        Assert.Equal([2, 2], Sessions.WaitForBlocked(2).Select(run => run.Rows));
        Sessions.ReleaseAll();
        foreach (var outcome in await Soon(call)) outcome.Value.Dispose();
    }

    [Fact]
    public async Task Batching_that_is_turned_off_runs_each_request_alone()
    {
        var predictor = await RunBehind(Batches with { Batching = false }, [Input(0), Input(1)]);
        Assert.Equal("batching is turned off", predictor.WhyNoBatches);
        Assert.All(Sessions.Runs, run => Assert.Equal(1, run.Rows));
    }

    [Fact]
    public async Task Fixed_batch_is_always_filled_as_far_as_requests_wait()
    {
        Sessions.Model = FakeModel.Affine(2, 1, "float32 [4,4]");
        var predictor = await RunBehind(Options, [.. Enumerable.Range(0, 6).Select(i => Input(i))]);
        Assert.Equal([4, 4, 4], Sessions.Runs.Select(run => run.Rows));
        Assert.Equal((3, 7), (predictor.Snapshot().Batches, predictor.Snapshot().BatchRows)); // padding does not count
    }

    [Fact]
    public async Task Batch_that_comes_back_with_other_rows_is_run_singly_from_then_on_when_the_signature_left_it_open()
    {
        Sessions.Model = FakeModel.Affine(2, 1, "float32 [?,4]");
        BlockThousands();
        var script = Sessions.Script!;
        Sessions.Script = run => run.Rows > 1 ? FakeBehaviour.SucceedWithRows(1) : script(run);
        var predictor = Open(Batches);
        await RunBehind(predictor, [Input(0), Input(1)]);
        Assert.Equal([1, 2, 1, 1], Sessions.Runs.Select(run => run.Rows));
        Assert.Equal("a batch came back with other rows than it had", predictor.WhyNoBatches);
        await RunBehind(predictor, [Input(0), Input(1)]);
        Assert.Equal([1, 1, 1], Sessions.Runs.Skip(4).Select(run => run.Rows));
    }

    [Fact]
    public async Task Request_is_kept_for_company_exactly_as_long_as_it_may_be()
    {
        var predictor = Open(Company);
        var first = predictor.PredictAsync(Input(1));
        Time.Advance(TimeSpan.FromMilliseconds(60));
        var second = predictor.PredictAsync(Input(2));
        Time.Advance(TimeSpan.FromMilliseconds(39));
        Assert.Empty(Sessions.Runs);
        Time.Advance(TimeSpan.FromMilliseconds(1));
        AssertIs(1, await Soon(first));
        AssertIs(2, await Soon(second));
        var run = Assert.Single(Sessions.Runs);
        Assert.Equal((2L, Within), (run.Rows, run.Started));
    }

    [Fact]
    public async Task Request_waits_no_longer_once_the_batch_is_full()
    {
        var predictor = Open(Company);
        var tasks = Enumerable.Range(0, 4).Select(i => predictor.PredictAsync(Input(i))).ToArray();
        for (var i = 0; i < 4; i++) AssertIs(i, await Soon(tasks[i]));
        Assert.Equal(TimeSpan.Zero, Assert.Single(Sessions.Runs).Started);
    }

    [Fact]
    public async Task Request_that_nobody_can_join_does_not_wait_for_company()
    {
        var predictor = Open(Company);
        AssertIs(0, await Soon(predictor.PredictAsync(Input(0, rows: 4))));
        Assert.Equal(TimeSpan.Zero, Assert.Single(Sessions.Runs).Started);
    }

    [Fact]
    public async Task Request_is_not_kept_for_company_past_its_deadline()
    {
        var predictor = Open(Company);
        var task = predictor.PredictAsync(Input(1), new() { Deadline = TimeSpan.FromMilliseconds(20) });
        Time.Advance(TimeSpan.FromMilliseconds(18));
        Assert.Empty(Sessions.Runs);
        Time.Advance(TimeSpan.FromMilliseconds(1)); // one before it, for the way to the lane
        AssertIs(1, await Soon(task));
        Assert.Equal(TimeSpan.FromMilliseconds(19), Assert.Single(Sessions.Runs).Started);
    }

    [Fact]
    public async Task Request_leaves_as_much_time_before_its_deadline_as_runs_take()
    {
        Sessions.Script = _ => FakeBehaviour.Block;
        var predictor = Open(Company);
        var first = predictor.PredictAsync(Input(0, rows: 4));
        Sessions.WaitForBlocked();
        Time.Advance(TimeSpan.FromMilliseconds(10));
        Sessions.ReleaseAll();
        AssertIs(0, await Soon(first)); // a run takes 10 ms
        Sessions.Script = null;
        var task = predictor.PredictAsync(Input(1), new() { Deadline = TimeSpan.FromMilliseconds(20) });
        Time.Advance(TimeSpan.FromMilliseconds(9));
        AssertIs(1, await Soon(task));
        Assert.Equal(TimeSpan.FromMilliseconds(19), Sessions.Runs.Last().Started);
    }

    [Fact]
    public async Task Shapes_wait_for_company_each_on_their_own()
    {
        Sessions.Model = FakeModel.Affine(2, 1, "float32 [N,?]");
        var predictor = Open(Company);
        var first = predictor.PredictAsync(Input(1));
        Time.Advance(TimeSpan.FromMilliseconds(50));
        var second = predictor.PredictAsync(Tensor.From([2f], [1, 1]));
        Time.Advance(TimeSpan.FromMilliseconds(50));
        AssertIs(1, await Soon(first));
        Assert.Single(Sessions.Runs);
        Time.Advance(TimeSpan.FromMilliseconds(50));
        AssertIs(2, await Soon(second));
        Assert.Equal(TimeSpan.FromMilliseconds(150), Sessions.Runs.Last().Started);
    }

    [Fact]
    public async Task Timing_says_how_long_a_request_waited_and_ran_and_with_how_many()
    {
        BlockThousands();
        var predictor = Open(Batches);
        var (run, first) = await Occupy(predictor);
        var tasks = new[] { predictor.PredictAsync(Input(1001)), predictor.PredictAsync(Input(1)) };
        Time.Advance(TimeSpan.FromSeconds(1));
        run.Release();
        AssertIs(1000, await Soon(first));
        Sessions.WaitForBlocked();
        Time.Advance(TimeSpan.FromSeconds(2));
        Sessions.ReleaseAll();
        foreach (var task in tasks)
        {
            using var prediction = (await Soon(task)).Value;
            Assert.Equal(new PredictionTiming(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2), 2, Fake), prediction.Timing);
        }
    }

    private async Task<Predictor> RunBehind(PredictorOptions options, Tensor[] inputs)
    {
        BlockThousands();
        return await RunBehind(Open(options), inputs);
    }

    // Lets requests wait behind one that runs, and then lets all of them run.
    private async Task<Predictor> RunBehind(Predictor predictor, Tensor[] inputs)
    {
        var firsts = inputs.Select(input => input.Span<float>()[0]).ToArray();
        var (run, first) = await Occupy(predictor);
        var tasks = inputs.Select(input => predictor.PredictAsync(input)).ToArray();
        run.Release();
        AssertIs(1000, await Soon(first));
        for (var i = 0; i < tasks.Length; i++) AssertIs(firsts[i], await Soon(tasks[i]));
        return predictor;
    }
}
