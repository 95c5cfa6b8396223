using ActorInference.Tests.Formats;

namespace ActorInference.Tests.Predicting;

/// <summary>Batches and outputs lie in the process's own pool: whatever happens, nothing of it stays out. Inputs are counted in every test of predictors.</summary>
[Collection(SharedPoolCollection.Name)]
public sealed class OutputOwnershipTests : PredictorTest
{
    private static readonly PredictorOptions Batches = Options with { WarmUp = new(), Batch = new() { MaxSize = 8 } };

    private readonly long _rented = TensorPool.Shared.RentedCount;

    [Fact]
    public async Task Nothing_stays_out_after_batches_of_good_and_bad_items()
    {
        var predictor = Open(Batches with { Lanes = 2 });
        var outcomes = await Soon(Task.WhenAll(Enumerable.Range(0, 200).Select(i => predictor.PredictAsync(Input(i % 7 == 3 ? float.NaN : i)))));
        Assert.Equal(Enumerable.Range(0, 200).Count(i => i % 7 == 3), outcomes.Count(outcome => !outcome.Succeeded));
        await AssertNothingStaysOut(predictor, outcomes);
    }

    [Fact]
    public async Task Nothing_stays_out_after_outputs_of_a_wrong_batch_dimension()
    {
        Sessions.Model = FakeModel.Affine(2, 1, "float32 [?,4]");
        Sessions.Script = run => run.Firsts[0] >= 1000 ? FakeBehaviour.Block : FakeBehaviour.SucceedWithRows(3);
        var predictor = Open(Batches with { WarmUp = new() { BatchSizes = [] } });
        var (run, first) = await Occupy(predictor);
        var tasks = Enumerable.Range(0, 8).Select(i => predictor.PredictAsync(Input(i))).ToArray();
        run.Release();
        await AssertNothingStaysOut(predictor, await Soon(Task.WhenAll([first, .. tasks])));
    }

    [Fact]
    public async Task Nothing_stays_out_after_callers_have_left_runs_that_succeed()
    {
        Sessions.Script = run => run.Firsts[0] >= 1 ? FakeBehaviour.Hang : FakeBehaviour.Succeed;
        var predictor = Open(Batches);
        using var cancel = new CancellationTokenSource();
        var tasks = Enumerable.Range(1, 5).Select(i => predictor.PredictAsync(Input(i), cancel: cancel.Token)).ToArray();
        var run = Sessions.WaitForBlocked()[0];
        await cancel.CancelAsync();
        var outcomes = await Soon(Task.WhenAll(tasks));
        Assert.All(outcomes, outcome => Assert.Equal(ErrorKind.Cancelled, outcome.Failure?.Kind));
        run.Release();
        await AssertNothingStaysOut(predictor, outcomes);
    }

    [Fact]
    public async Task Nothing_stays_out_after_a_lane_that_was_given_up_has_returned()
    {
        Sessions.Script = run => run is { SessionNumber: 1, Firsts: [>= 1, ..] } ? FakeBehaviour.Hang : FakeBehaviour.Succeed;
        var predictor = Open(Batches with { Supervision = new() { Jitter = 0, Watchdog = TimeSpan.FromSeconds(1) } });
        var task = predictor.PredictAsync(Input(1));
        var hanging = Sessions.WaitForBlocked()[0];
        Time.Advance(TimeSpan.FromSeconds(1));
        Time.Advance(TimeSpan.FromSeconds(1));
        AssertIs(1, await Soon(task));
        hanging.Release();
        Until(() => predictor.Snapshot().LanesStillHanging == 0);
        await AssertNothingStaysOut(predictor, []);
    }

    [Fact]
    public async Task Memory_returns_to_where_it_was_after_swaps_under_load()
    {
        var predictor = Open(Batches with { Lanes = 2 });
        for (var i = 0; i < 10; i++)
        {
            var tasks = Enumerable.Range(0, 100).Select(first => predictor.PredictAsync(Input(first))).ToArray();
            Assert.Null(await Soon(predictor.SwapAsync(Model($"version {i}"))));
            foreach (var outcome in await Soon(Task.WhenAll(tasks))) outcome.Value.Dispose();
        }

        await AssertNothingStaysOut(predictor, []);
    }

    private async Task AssertNothingStaysOut(Predictor predictor, Outcome<Prediction>[] outcomes)
    {
        foreach (var outcome in outcomes.Where(outcome => outcome.Succeeded)) outcome.Value.Dispose();
        await Soon(predictor.DisposeAsync().AsTask());
        Assert.Equal((0, 0L), (predictor.Snapshot().ItemsInFlight, predictor.Snapshot().BytesInFlight));
        Assert.Equal(_rented, TensorPool.Shared.RentedCount);
    }
}
