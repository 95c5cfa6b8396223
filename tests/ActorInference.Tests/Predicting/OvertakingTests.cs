namespace ActorInference.Tests.Predicting;

/// <summary>Requests that do not wait for room, and one that does. A row takes 16 bytes going in and 16 coming out.</summary>
public sealed class OvertakingTests : PredictorTest
{
    private static readonly PredictionOptions Refuse = new() { WhenFull = WhenFull.Refuse };
    private static readonly PredictionOptions DropOldest = new() { WhenFull = WhenFull.DropOldest };

    [Theory]
    [InlineData(WhenFull.Refuse)]
    [InlineData(WhenFull.DropOldest)]
    public async Task Large_request_gets_in_at_last_however_many_small_ones_come_that_do_not_wait(WhenFull whenFull)
    {
        Sessions.Script = _ => FakeBehaviour.Block;
        var predictor = Open(Options with { Admission = new() { MaxBytes = 128 } });
        var smalls = new List<Task<Outcome<Prediction>>>();
        void Flood()
        {
            for (var i = 0; i < 5; i++) smalls.Add(predictor.PredictAsync(Input(2), new() { WhenFull = whenFull }));
        }

        Flood();
        var large = predictor.PredictAsync(Input(10, rows: 4)); // all the room there is
        for (var runs = 0; !Sessions.Runs.Any(run => run.Rows == 4); runs++)
        {
            Assert.InRange(runs, 0, 8);
            Flood();
            (await OwnThread.Run(() => Sessions.WaitForBlocked()))[0].Release();
            Until(() =>
            {
                DisposeAll(smalls);
                return Sessions.Blocked.Count > 0;
            });
        }

        Sessions.Script = null;
        Sessions.ReleaseAll();
        AssertIs(10, await Soon(large));
        await Soon(Task.WhenAll(smalls));
        DisposeAll(smalls);
    }

    [Fact]
    public async Task One_that_will_not_wait_is_told_that_others_do()
    {
        BlockThousands();
        var predictor = Open(Options with { Admission = new() { MaxBytes = 128 } });
        var (run, first) = await Occupy(predictor); // 32
        var large = predictor.PredictAsync(Input(10, rows: 4)); // 128: waits
        AssertFailed(
            ErrorKind.Overloaded,
            "others wait for room before this request: 1 of 1,024 requests and 32 of 128 bytes are in flight.",
            await Soon(predictor.PredictAsync(Input(1), Refuse)));
        AssertFailed(ErrorKind.Overloaded, await Soon(predictor.PredictAsync(Input(1), DropOldest))); // nobody to drop
        run.Release();
        AssertIs(1000, await Soon(first));
        AssertIs(10, await Soon(large));
    }

    [Fact]
    public async Task Higher_priority_that_will_not_wait_goes_past_a_large_request_eight_times()
    {
        BlockThousands();
        var predictor = Open(Options with { Admission = new() { MaxBytes = 32 * 20 } });
        var (run, first) = await Occupy(predictor);
        var large = predictor.PredictAsync(Input(100, rows: 20));
        var smalls = Enumerable.Range(1, 10).Select(i => predictor.PredictAsync(Input(i), Refuse with { Priority = Priority.High })).ToArray();
        run.Release();
        AssertIs(1000, await Soon(first));
        for (var i = 1; i <= 8; i++) AssertIs(i, await Soon(smalls[i - 1]));
        for (var i = 9; i <= 10; i++) AssertFailed(ErrorKind.Overloaded, await Soon(smalls[i - 1]));
        AssertIs(100, await Soon(large));
    }

    [Fact]
    public async Task Newest_takes_the_room_of_the_oldest_and_not_that_for_which_another_waits()
    {
        BlockThousands();
        var predictor = Open(Options with { Admission = new() { MaxBytes = 160 } });
        var (run, first) = await Occupy(predictor); // 32
        var oldest = predictor.PredictAsync(Input(1)); // 64
        var older = predictor.PredictAsync(Input(2)); // 96
        var large = predictor.PredictAsync(Input(10, rows: 3)); // 96 of 64 that are free: waits
        var newest = predictor.PredictAsync(Input(3, rows: 2), DropOldest); // would fit
        AssertFailed(ErrorKind.Overloaded, await Soon(oldest));
        AssertFailed(ErrorKind.Overloaded, await Soon(older));
        Assert.Equal((1, 96L), (predictor.Snapshot().WaitingForRoom, predictor.Snapshot().BytesInFlight));
        run.Release();
        AssertIs(1000, await Soon(first));
        AssertIs(3, await Soon(newest));
        AssertIs(10, await Soon(large));
    }

    [Fact]
    public async Task Room_beyond_what_the_newest_needs_goes_to_those_who_wait_for_it()
    {
        BlockThousands();
        var predictor = Open(Options with { Admission = new() { MaxBytes = 160 } });
        var (run, first) = await Occupy(predictor); // 32
        var oldest = predictor.PredictAsync(Input(1, rows: 4)); // 160
        var waiting = predictor.PredictAsync(Input(10, rows: 3));
        var newest = predictor.PredictAsync(Input(2), DropOldest); // 32 of the 128 that it makes
        AssertFailed(ErrorKind.Overloaded, await Soon(oldest));
        Assert.Equal((0, 160L), (predictor.Snapshot().WaitingForRoom, predictor.Snapshot().BytesInFlight));
        run.Release();
        AssertIs(1000, await Soon(first));
        AssertIs(2, await Soon(newest));
        AssertIs(10, await Soon(waiting));
    }

    private static void DisposeAll(List<Task<Outcome<Prediction>>> tasks)
    {
        foreach (var task in tasks)
        {
            if (task.IsCompleted && task.Result.TryGet(out var prediction, out _)) prediction.Dispose();
        }
    }
}
