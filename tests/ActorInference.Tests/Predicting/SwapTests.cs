using Microsoft.Extensions.Logging;

namespace ActorInference.Tests.Predicting;

public sealed class SwapTests : PredictorTest
{
    [Fact]
    public async Task Swap_under_load_fails_no_request_and_later_ones_get_the_new_version()
    {
        Sessions.ModelFor = model => model.Name == "new" ? FakeModel.Affine(2, 1000) : FakeModel.Default;
        var predictor = Open(Options with { Lanes = 4, Batch = new() { MaxSize = 4 } });
        var stop = false;
        var swapped = false;
        var callers = Enumerable.Range(0, 4).Select(caller => OwnThread.Run(() =>
        {
            for (var i = caller; !Volatile.Read(ref stop); i++)
            {
                var isNew = Volatile.Read(ref swapped);
                using var prediction = predictor.Predict(Input(i)).Value;
                var y = prediction.Tensor.Span<float>()[0];
                Assert.True(y == (2f * i) + 1000 || (!isNew && y == (2f * i) + 1), $"{i} became {y}");
            }
        })).ToArray();
        Until(() => predictor.Snapshot().Succeeded > 100);
        Assert.Null(await Soon(predictor.SwapAsync(Model("new"))));
        Volatile.Write(ref swapped, true);
        var count = predictor.Snapshot().Succeeded;
        Until(() => predictor.Snapshot().Succeeded > count + 100);
        Volatile.Write(ref stop, true);
        await Soon(Task.WhenAll(callers));
        Assert.Empty(predictor.Snapshot().Failed);
        Assert.Equal("new", predictor.Model);
        Assert.Equal((2, 1), (Sessions.Opened, Sessions.OpenNow));
        Assert.Contains((LogLevel.Information, "model: the model was swapped for new"), Log.Lines);
    }

    [Fact]
    public async Task Old_version_finishes_what_it_runs_and_what_waits_goes_over()
    {
        Sessions.ModelFor = model => model.Name == "new" ? FakeModel.Affine(2, 1000) : FakeModel.Default;
        BlockThousands();
        var predictor = Open();
        var (run, first) = await Occupy(predictor);
        var waiting = predictor.PredictAsync(Input(1));
        var swap = predictor.SwapAsync(Model("new"));
        using (var prediction = (await Soon(waiting)).Value) Assert.Equal(1002, prediction.Tensor.Span<float>()[0]);
        Assert.False(swap.IsCompleted);
        Assert.Equal(2, predictor.Snapshot().Pools.Count); // the old one still drains
        Assert.False(Sessions.Sessions[0].IsDisposed);
        run.Release();
        AssertIs(1000, await Soon(first));
        Assert.Null(await Soon(swap));
        Assert.True(Sessions.Sessions[0].IsDisposed);
        Assert.Single(predictor.Snapshot().Pools);
    }

    [Fact]
    public async Task Swap_succeeds_when_the_lanes_of_the_old_version_end_in_the_same_moment()
    {
        const int Lanes = 64;
        var predictor = Open(Options with { Lanes = Lanes });
        Log.Heard = line =>
        {
            if (line.Contains("swapped", StringComparison.Ordinal)) Parallel.ForEach(Sessions.Blocked, run => run.Release());
        };
        for (var round = 0; round < 5; round++)
        {
            Sessions.Script = run => run.Firsts[0] == round ? FakeBehaviour.Block : FakeBehaviour.Succeed;
            var outcomes = Enumerable.Range(0, Lanes).Select(_ => predictor.PredictAsync(Input(round))).ToArray();
            Sessions.WaitForBlocked(Lanes);
            Assert.Null(await Soon(predictor.SwapAsync(Model($"version {round}"))));
            Assert.Equal(1, Sessions.OpenNow);
            foreach (var outcome in await Soon(Task.WhenAll(outcomes))) AssertIs(round, outcome);
        }
    }

    [Fact]
    public async Task Version_that_takes_larger_batches_than_may_be_in_flight_changes_nothing()
    {
        // The same types, but only the new one says that the first dimension is a batch.
        Sessions.ModelFor = model => FakeModel.Affine(2, 1, model.Name == "new" ? "float32 [N,4]" : "float32 [seq,4]");
        var predictor = Open(Options with { Batch = new() { MaxSize = 8 }, Admission = new() { MaxItems = 4 } });
        Assert.Equal(new Failure(ErrorKind.InvalidInput, "4 items in flight cannot fill 1 lanes with batches of 8; allow 8 or more."), await Soon(predictor.SwapAsync(Model("new"))));
        Assert.Equal(("model", 1), (predictor.Model, Sessions.OpenNow));
        AssertIs(1, predictor.Predict(Input(1)));
    }

    [Fact]
    public async Task Version_that_fails_to_load_changes_nothing()
    {
        Sessions.OnOpen = (attempt, _) => attempt == 2 ? new(ErrorKind.NotFound, "there is no such file.") : null;
        var predictor = Open();
        Assert.Equal(new Failure(ErrorKind.NotFound, "there is no such file."), await Soon(predictor.SwapAsync(Model("new"))));
        Assert.Equal("model", predictor.Model);
        AssertIs(1, predictor.Predict(Input(1)));
        Assert.Null(await Soon(predictor.SwapAsync(Model("newer"))));
    }

    [Fact]
    public async Task Version_that_fails_to_warm_up_changes_nothing()
    {
        Sessions.Script = run => run.SessionNumber == 2 ? FakeBehaviour.Fail(ErrorKind.OutOfMemory) : FakeBehaviour.Succeed;
        var predictor = Open(Options with { WarmUp = new() });
        Assert.Equal(new Failure(ErrorKind.OutOfMemory, "warm-up failed: The fake session was told to fail as out-of-memory."), await Soon(predictor.SwapAsync(Model("new"))));
        Assert.Equal(1, Sessions.OpenNow);
        AssertIs(1, predictor.Predict(Input(1)));
    }

    public static TheoryData<string[], string[], string> OtherSignatures => new()
    {
        { ["x: float32 [N,5]"], ["y: float32 [N,4]"], "its input is x: float32 [N,5], not x: float32 [N,4]" },
        { ["x: float64 [N,4]"], ["y: float32 [N,4]"], "its input is x: float64 [N,4], not x: float32 [N,4]" },
        { ["x: float32 [1,4]"], ["y: float32 [N,4]"], "its input is x: float32 [1,4], not x: float32 [N,4]" },
        { ["x: float32 [...]"], ["y: float32 [N,4]"], "its input is x: float32 [...], not x: float32 [N,4]" },
        { ["z: float32 [N,4]"], ["y: float32 [N,4]"], "it has no input 'x'" },
        { ["x: float32 [N,4]", "z: float32 [N]"], ["y: float32 [N,4]"], "it has another input, z: float32 [N]" },
        { ["x: float32 [N,4]"], ["y: int32 [N,4]"], "its output is y: int32 [N,4], not y: float32 [N,4]" },
        { ["x: float32 [N,4]"], ["z: float32 [N,4]"], "it has no output 'y'" },
        { ["x: float32 [N,4]"], ["y: float32 [N,4]", "z: float32 [N]"], "it has another output, z: float32 [N]" },
    };

    [Theory]
    [MemberData(nameof(OtherSignatures))]
    public async Task Version_that_takes_or_gives_something_else_is_refused_and_closed(string[] inputs, string[] outputs, string how)
    {
        Sessions.ModelFor = model => model.Name == "new" ? new(FakeSignature.Of(inputs, outputs), _ => new Dictionary<string, Value?>()) : FakeModel.Default;
        var predictor = Open();
        Assert.Equal(new Failure(ErrorKind.InvalidInput, $"new cannot take the place of the present version: {how}."), await Soon(predictor.SwapAsync(Model("new"))));
        Assert.Equal(1, Sessions.OpenNow);
        AssertIs(1, predictor.Predict(Input(1)));
    }

    [Fact]
    public async Task Outputs_keep_their_order_when_the_new_version_has_another()
    {
        string[] outputs = ["a: float32 [N,4]", "b: float32 [N,4]"];
        Sessions.ModelFor = model => new(FakeSignature.Of(["x: float32 [N,4]"], model.Name == "new" ? [.. outputs.Reverse()] : outputs), _ => new Dictionary<string, Value?>
        {
            ["a"] = Tensor.From([1f, 0, 0, 0], [1, 4]),
            ["b"] = Tensor.From([2f, 0, 0, 0], [1, 4]),
        });
        var predictor = Open();
        Assert.Null(await Soon(predictor.SwapAsync(Model("new"))));
        Assert.Equal(["a", "b"], predictor.Outputs);
        using var prediction = predictor.Predict(Input(1)).Value;
        Assert.Equal((1, 2), (((Tensor)prediction[0]!).Span<float>()[0], ((Tensor)prediction[1]!).Span<float>()[0]));
    }

    [Fact]
    public async Task Names_of_free_dimensions_may_differ()
    {
        Sessions.ModelFor = model => model.Name == "new" ? FakeModel.Affine(2, 1, "float32 [batch,4]") : FakeModel.Default;
        Assert.Null(await Soon(Open().SwapAsync(Model("new"))));
    }

    [Fact]
    public async Task Swap_that_is_cancelled_while_it_loads_changes_nothing()
    {
        using var gate = new ManualResetEventSlim();
        using var cancel = new CancellationTokenSource();
        Sessions.OnOpen = (attempt, _) =>
        {
            if (attempt == 2) gate.Wait();
            return null;
        };
        var predictor = Open();
        var swap = predictor.SwapAsync(Model("new"), cancel.Token);
        Until(() => Sessions.OpenAttempts == 2);
        await cancel.CancelAsync();
        gate.Set();
        Assert.Equal(new Failure(ErrorKind.Cancelled, "new: the swap was given up."), await Soon(swap));
        Assert.Equal(1, Sessions.OpenNow);
        AssertIs(1, predictor.Predict(Input(1)));
    }

    [Fact]
    public async Task Swap_that_meets_a_shutdown_closes_what_it_has_loaded()
    {
        using var gate = new ManualResetEventSlim();
        Sessions.OnOpen = (attempt, _) =>
        {
            if (attempt == 2) gate.Wait();
            return null;
        };
        var predictor = Open();
        var swap = predictor.SwapAsync(Model("new"));
        Until(() => Sessions.OpenAttempts == 2);
        await Soon(predictor.ShutdownAsync());
        gate.Set();
        Assert.Equal(new Failure(ErrorKind.NotReady, "the predictor of model has been shut down."), await Soon(swap));
        Assert.Equal(0, Sessions.OpenNow);
    }

    [Fact]
    public async Task Swaps_at_the_same_time_take_turns()
    {
        var predictor = Open();
        var swaps = Enumerable.Range(0, 5).Select(i => predictor.SwapAsync(Model($"version {i}"))).ToArray();
        Assert.All(await Soon(Task.WhenAll(swaps)), Assert.Null);
        Assert.Equal((6, 1), (Sessions.Opened, Sessions.OpenNow));
    }

    [Fact]
    public async Task Swap_finds_a_pool_that_had_stopped_working_again()
    {
        Sessions.Script = run => run.Session.Model.Name == "model" ? FakeBehaviour.Fail(ErrorKind.DeviceLost) : FakeBehaviour.Succeed;
        var predictor = Open(Options with { Supervision = new() { MaxRestarts = 0 } });
        AssertFailed(ErrorKind.DeviceLost, predictor.Predict(Input(1)));
        Assert.Equal(HealthState.Stopped, predictor.Snapshot().State);
        Assert.Null(await Soon(predictor.SwapAsync(Model("new"))));
        AssertIs(1, predictor.Predict(Input(1)));
    }
}
