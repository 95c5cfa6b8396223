using ActorInference.Tests.Formats;

namespace ActorInference.Tests.TestKit;

[Collection(SharedPoolCollection.Name)]
public sealed class FakeSessionTests : IDisposable
{
    private static readonly float[] Computed = [3, 5, 7, 9]; // from 1, 2, 3, 4

    private readonly long _rented = TensorPool.Shared.RentedCount;
    private readonly FakeSessionFactory _factory = new();
    private readonly FakeSession _session;

    public FakeSessionTests() => _session = Open();

    public void Dispose()
    {
        foreach (var session in _factory.Sessions) session.Dispose();
        Assert.Equal(0, _factory.RunsNow);
        Assert.Empty(_factory.Blocked);
        Assert.Equal(_rented, TensorPool.Shared.RentedCount);
    }

    [Fact]
    public void Run_computes_and_is_recorded()
    {
        _factory.Time = new SteppedTime();
        _factory.Time.Advance(TimeSpan.FromSeconds(3));
        Assert.Equal([3, 5, 7, 9, 11, 13, 15, 17], Run(1, 2, 3, 4, 5, 6, 7, 8).Values);
        var run = Assert.Single(_factory.Runs);
        Assert.Equal((1, 1, 2L), (run.SessionNumber, run.Number, run.Rows));
        Assert.Equal([1, 5], run.Firsts);
        Assert.Equal(DeviceId.Cpu, run.Device);
        Assert.Equal(TimeSpan.FromSeconds(3), run.Started);
        Assert.Equal(Thread.CurrentThread.Name, run.ThreadName);
        Assert.Empty(run.Inputs);
        Assert.Empty(_factory.Violations);
    }

    [Fact]
    public void Run_is_not_recorded_when_that_is_turned_off()
    {
        _factory.Record = false;
        Run(1, 2, 3, 4);
        _factory.Script = _ => FakeBehaviour.Succeed;
        Run(1, 2, 3, 4);
        Assert.Empty(_factory.Runs);
        Assert.Equal(2, _session.Runs);
    }

    [Fact]
    public void Run_writes_in_place_where_a_fitting_tensor_is_given()
    {
        using var x = Row(1, 2, 3, 4);
        using var y = Row(0, 0, 0, 0);
        RunOutput[] outputs = [new("y", y)];
        Assert.Null(_session.Run([new("x", x)], outputs));
        Assert.Same(y, outputs[0].Value);
        Assert.Equal([3, 5, 7, 9], y.Span<float>());
    }

    [Fact]
    public void Run_refuses_a_place_of_another_shape_and_leaves_it_as_it_was()
    {
        using var x = Row(1, 2, 3, 4);
        using var y = Tensor.From([0f, 0, 0, 0, 0, 0, 0, 0], [2, 4]);
        RunOutput[] outputs = [new("y", y)];
        Assert.Equal(ErrorKind.InvalidInput, _session.Run([new("x", x)], outputs)!.Kind);
        Assert.Same(y, outputs[0].Value);
        Assert.Equal(new float[8], y.Span<float>());
    }

    [Fact]
    public void Run_refuses_what_the_signature_does_not_take()
    {
        using var x = Tensor.From([1f, 2, 3], [1, 3]);
        RunOutput[] outputs = [new("y")];
        Assert.Equal("input 'x' is float32 [1,3]: dimension 1 is 3 instead of 4; the model takes float32 [N,4].", _session.Run([new("x", x)], outputs)!.Message);
        using var row = Row(1, 2, 3, 4);
        Assert.Equal(ErrorKind.InvalidInput, _session.Run([new("x", row)], [new("z")])!.Kind);
        Assert.Empty(_factory.Runs);
    }

    [Fact]
    public void Run_does_what_the_script_says()
    {
        var failure = new Failure(ErrorKind.DeviceLost, "gone.");
        _factory.Script = run => (run.SessionNumber, run.Number, run.Rows, ((Tensor)run.Inputs["x"]).Span<float>()[3]) switch
        {
            (1, 1, 1, 4) => FakeBehaviour.Fail(failure),
            (1, 2, 1, 4) => FakeBehaviour.Fail(ErrorKind.OutOfMemory),
            (1, 3, 1, 4) => FakeBehaviour.Throw(new FormatException("thrown")),
            _ => FakeBehaviour.Succeed,
        };
        Assert.Same(failure, Run(1, 2, 3, 4).Failure);
        Assert.Equal(ErrorKind.OutOfMemory, Run(1, 2, 3, 4).Failure!.Kind);
        Assert.Throws<FormatException>(() => Run(1, 2, 3, 4));
        Assert.Null(Run(1, 2, 3, 4).Failure);
        Assert.Equal(0, _session.RunsNow);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(0)]
    public void Outputs_have_another_first_dimension_when_the_script_says_so(int rows)
    {
        _factory.Script = _ => FakeBehaviour.SucceedWithRows(rows);
        float[] all = [3, 5, 7, 9, 11, 13, 15, 17, 0, 0, 0, 0];
        var (failure, values, shape) = Run(1, 2, 3, 4, 5, 6, 7, 8);
        Assert.Null(failure);
        Assert.Equal([rows, 4], shape);
        Assert.Equal(all[..(rows * 4)], values);
    }

    [Fact]
    public void Poisoned_row_fails_its_whole_run()
    {
        var failure = Run(1, 2, 3, 4, float.NaN, 6, 7, 8).Failure!;
        Assert.Equal(ErrorKind.SessionFailed, failure.Kind);
        Assert.Null(Run(1, float.NaN, 3, 4).Failure); // not the first of its row
        _factory.IsPoison = first => first < 0;
        _factory.PoisonFailure = new(ErrorKind.OutOfMemory, "poison.");
        Assert.Equal(_factory.PoisonFailure, Run(-1, 2, 3, 4).Failure);
        Assert.Null(Run(float.NaN, 2, 3, 4).Failure);
    }

    [Fact]
    public async Task Blocked_runs_are_listed_and_go_on_as_the_test_says()
    {
        _factory.Script = _ => FakeBehaviour.Block;
        var failure = new Failure(ErrorKind.SessionFailed, "failed.");
        var released = OwnThread.Run(() => Run(1, 2, 3, 4));
        var first = _factory.WaitForBlocked()[0];
        var failed = OwnThread.Run(() => Run(5, 6, 7, 8));
        var second = _factory.WaitForBlocked(2)[1];
        Assert.Equal((1f, 5f), (first.Firsts[0], second.Firsts[0]));
        Assert.Equal(2, _factory.RunsNow);
        Assert.True(second.Fail(failure));
        Assert.False(second.Release());
        Assert.Equal([first], _factory.Blocked);
        Assert.Same(failure, (await failed).Failure);
        Assert.True(first.Release());
        Assert.Equal(Computed, (await released).Values);
        Assert.Equal(2, _session.MostRunsAtOnce);
    }

    [Fact]
    public async Task Released_run_fails_if_a_row_is_poisoned()
    {
        _factory.Script = _ => FakeBehaviour.Block;
        var run = OwnThread.Run(() => Run(float.NaN, 2, 3, 4));
        _factory.WaitForBlocked();
        _factory.ReleaseAll();
        Assert.Equal(ErrorKind.SessionFailed, (await run).Failure!.Kind);
    }

    [Fact]
    public async Task Terminated_run_ends_as_cancelled_and_a_hanging_one_does_not_end()
    {
        _factory.Script = run => run.Number == 1 ? FakeBehaviour.Block : FakeBehaviour.Hang;
        using var terminate = new CancellationTokenSource();
        var blocked = OwnThread.Run(() => Run([1, 2, 3, 4], terminate.Token));
        _factory.WaitForBlocked();
        var hanging = OwnThread.Run(() => Run([5, 6, 7, 8], terminate.Token));
        _factory.WaitForBlocked(2);
        await terminate.CancelAsync();
        Assert.Equal(ErrorKind.Cancelled, (await blocked).Failure!.Kind);
        var still = Assert.Single(_factory.Blocked);
        Assert.Equal((2, false), (still.Number, hanging.IsCompleted));
        Assert.True(still.Release());
        Assert.Null((await hanging).Failure);
    }

    [Fact]
    public async Task Run_that_is_terminated_before_it_begins_is_cancelled_unless_it_hangs()
    {
        var terminated = new CancellationToken(canceled: true);
        Assert.Equal(ErrorKind.Cancelled, Run([1, 2, 3, 4], terminated).Failure!.Kind);
        _factory.Script = _ => FakeBehaviour.Block;
        Assert.Equal(ErrorKind.Cancelled, Run([1, 2, 3, 4], terminated).Failure!.Kind);
        _factory.Script = _ => FakeBehaviour.Hang;
        var hanging = OwnThread.Run(() => Run([1, 2, 3, 4], terminated));
        _factory.WaitForBlocked();
        _factory.ReleaseAll();
        Assert.Null((await hanging).Failure);
    }

    [Fact]
    public void Run_that_is_released_before_it_blocks_does_not_block()
    {
        _factory.Script = run =>
        {
            Assert.True(run.Release());
            return FakeBehaviour.Block;
        };
        Assert.Null(Run(1, 2, 3, 4).Failure);
    }

    [Fact]
    public async Task Inputs_disposed_during_a_run_stay_readable_until_it_returns()
    {
        _factory.Script = _ => FakeBehaviour.Block;
        var x = Row(1, 2, 3, 4);
        var run = OwnThread.Run(() => Run(x, default));
        _factory.WaitForBlocked();
        x.Dispose();
        Assert.Equal(_rented + 1, TensorPool.Shared.RentedCount);
        _factory.ReleaseAll();
        Assert.Equal(Computed, (await run).Values);
        Assert.Empty(_factory.Violations);
        Assert.Equal(_rented, TensorPool.Shared.RentedCount);
    }

    [Fact]
    public async Task Inputs_written_to_during_a_run_are_a_violation()
    {
        _factory.Script = _ => FakeBehaviour.Block;
        using var x = Row(1, 2, 3, 4);
        var run = OwnThread.Run(() => Run(x, default));
        _factory.WaitForBlocked();
        x.Span<float>()[2] = 7;
        _factory.ReleaseAll();
        await run;
        Assert.Equal(["session 1 on cpu: an input of run 1 was written to while the run was under way."], _factory.Violations);
    }

    [Fact]
    public void Disposed_input_is_a_violation()
    {
        var x = Row(1, 2, 3, 4);
        x.Dispose();
        Assert.Throws<ObjectDisposedException>(() => Run(x, default));
        Assert.Equal(["session 1 on cpu: run 1 was given an input that is disposed."], _factory.Violations);
        Assert.Equal(0, _session.RunsNow);
    }

    [Fact]
    public void Run_after_dispose_is_a_violation()
    {
        _session.Dispose();
        Assert.Throws<ObjectDisposedException>(() => Run(1, 2, 3, 4));
        Assert.Equal(["session 1 on cpu: run 1 began after it was disposed."], _factory.Violations);
        Assert.Equal(0, _session.RunsNow);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Dispose_during_a_run_is_a_violation_unless_tolerated(bool tolerated)
    {
        _factory.ToleratesDisposeDuringRun = tolerated;
        _factory.Script = _ => FakeBehaviour.Block;
        var run = OwnThread.Run(() => Run(1, 2, 3, 4));
        _factory.WaitForBlocked();
        _session.Dispose();
        Assert.Equal(tolerated ? [] : ["session 1 on cpu: was disposed while 1 of its runs were under way."], _factory.Violations);
        Assert.Equal(0, _factory.OpenNow);
        Assert.ThrowsAny<Xunit.Sdk.XunitException>(_factory.AssertAtRest);
        _factory.ReleaseAll();
        Assert.Null((await run).Failure);
    }

    [Fact]
    public async Task More_runs_at_once_than_allowed_are_a_violation()
    {
        _factory.AllowsConcurrentRuns = false;
        var single = Open();
        _factory.LanesLimit = 2;
        _factory.Script = _ => FakeBehaviour.Block;
        var runs = Enumerable.Range(0, 3).Select(_ => OwnThread.Run(() => Run(1, 2, 3, 4))).ToList();
        _factory.WaitForBlocked(3);
        Assert.Equal(["session 1 on cpu: run 3 made 3 runs at once, and it has 2 lanes."], _factory.Violations);
        _factory.Violations.Clear();
        runs.AddRange(Enumerable.Range(0, 2).Select(_ => OwnThread.Run(() => Run(Row(1, 2, 3, 4), default, single, own: true))));
        _factory.WaitForBlocked(5);
        Assert.Equal(["session 2 on cpu: run 2 began while another was under way, and it allows one at a time."], _factory.Violations);
        _factory.ReleaseAll();
        await Task.WhenAll(runs);
    }

    [Fact]
    public void Any_signature_can_be_computed_and_what_nobody_wants_is_given_back()
    {
        _factory.Model = new(FakeSignature.Of(["ids: int64 [N]", "names: string [N]"], ["count: int64 []", "names: string [N]"]), inputs => new Dictionary<string, Value?>
        {
            ["count"] = Tensor.Scalar(((Tensor)inputs["ids"]).Shape.ElementCount),
            ["names"] = Tensor.FromStrings(((Tensor)inputs["names"]).Strings().ToArray(), ((Tensor)inputs["names"]).Shape),
        });
        var session = Open();
        using var ids = Tensor.From([1L, 2], [2]);
        using var names = Tensor.FromStrings(["a", "b"], [2]);
        RunOutput[] outputs = [new("names")];
        Assert.Null(session.Run([new("names", names), new("ids", ids)], outputs));
        using var result = (Tensor)outputs[0].Value!;
        Assert.Equal(["a", "b"], result.Strings());
        Assert.Equal((2L, 0), (_factory.Runs.Single().Rows, _factory.Runs.Single().Firsts.Count));
    }

    [Fact]
    public void Output_that_the_model_does_not_compute_is_a_failure_and_the_others_stay_unset()
    {
        _factory.Model = new(FakeSignature.Of(["x: float32 [N,4]"], ["y: float32 [N,4]", "z: float32 [N]"]), FakeModel.Default.Compute);
        using var x = Row(1, 2, 3, 4);
        RunOutput[] outputs = [new("y"), new("z")];
        Assert.Equal(ErrorKind.SessionFailed, Open().Run([new("x", x)], outputs)!.Kind);
        Assert.All(outputs, output => Assert.Null(output.Value));
    }

    [Fact]
    public void Empty_batch_is_a_run_like_any_other()
    {
        using var x = Tensor.Allocate(ElementType.Float32, [0, 4]);
        Assert.Null(Run(x, default).Failure);
        Assert.Equal(0, _factory.Runs.Single().Rows);
    }

    private static Tensor Row(params float[] values) => Tensor.From(values, [values.Length / 4, 4]);

    private FakeSession Open() => (FakeSession)_factory.Open(ModelSource.Memory(default), new()).Value;

    private (Failure? Failure, float[] Values, long[] Shape) Run(params float[] values) => Run(values, default);

    private (Failure? Failure, float[] Values, long[] Shape) Run(float[] values, CancellationToken terminate) => Run(Row(values), terminate, own: true);

    private (Failure? Failure, float[] Values, long[] Shape) Run(Tensor x, CancellationToken terminate, FakeSession? session = null, bool own = false)
    {
        try
        {
            RunOutput[] outputs = [new("y")];
            var failure = (session ?? _session).Run([new("x", x)], outputs, terminate);
            Assert.Equal(failure is null, outputs[0].Value is not null);
            using var y = (Tensor?)outputs[0].Value;
            return (failure, y is null ? [] : y.Span<float>().ToArray(), y is null ? [] : y.Shape.Dimensions.ToArray());
        }
        finally
        {
            if (own) x.Dispose();
        }
    }
}
