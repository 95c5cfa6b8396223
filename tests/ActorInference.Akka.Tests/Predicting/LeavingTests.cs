namespace ActorInference.Akka.Tests.Predicting;

/// <summary>Callers who give up, deadlines that pass, priorities, and room that there is not.</summary>
public sealed class LeavingTests : AkkaPredictorTest
{
    [Fact]
    public async Task Cancelled_request_leaves_the_queue_at_once()
    {
        BlockThousands();
        var predictor = await OpenAsync();
        var (run, first) = await Occupy(predictor);
        using var cancel = new CancellationTokenSource();
        var task = predictor.PredictAsync(Input(1), cancel: cancel.Token);
        Until(predictor, snapshot => snapshot.Pools[0].Waiting == 1);
        await cancel.CancelAsync();
        AssertFailed(ErrorKind.Cancelled, await Soon(task));
        Until(predictor, snapshot => snapshot is { ItemsInFlight: 1, Pools: [{ Waiting: 0 }] });
        run.Release();
        AssertIs(1000, await Soon(first));
        Assert.Single(Sessions.Runs);
    }

    [Fact]
    public async Task Run_that_everyone_has_left_is_terminated_and_one_that_some_have_left_is_not()
    {
        Sessions.Script = _ => FakeBehaviour.Block;
        var predictor = await OpenAsync(Options with { Batch = new() { MaxSize = 2 } });
        var (run, first) = await Occupy(predictor);
        using var one = new CancellationTokenSource();
        using var other = new CancellationTokenSource();
        var tasks = new[] { predictor.PredictAsync(Input(1), cancel: one.Token), predictor.PredictAsync(Input(2), cancel: other.Token) };
        Until(predictor, snapshot => snapshot.Pools[0].Waiting == 2);
        run.Release();
        AssertIs(1000, await Soon(first));
        Until(() => Sessions.Blocked is [{ Rows: 2 }]);
        await one.CancelAsync();
        AssertFailed(ErrorKind.Cancelled, await Soon(tasks[0]));
        Until(predictor, snapshot => snapshot.Failed.GetValueOrDefault(ErrorKind.Cancelled) == 1);
        Assert.Single(Sessions.Blocked);
        await other.CancelAsync();
        AssertFailed(ErrorKind.Cancelled, await Soon(tasks[1]));
        Until(() => Sessions.RunsNow == 0);
        Until(predictor, snapshot => snapshot is { ItemsInFlight: 0, State: HealthState.Ready });
        Assert.Equal(1, Sessions.Opened);
    }

    [Fact]
    public async Task Batch_mate_of_one_who_leaves_gets_its_result()
    {
        Sessions.Script = _ => FakeBehaviour.Block;
        var predictor = await OpenAsync(Options with { Batch = new() { MaxSize = 2 } });
        var (run, first) = await Occupy(predictor);
        using var cancel = new CancellationTokenSource();
        var left = predictor.PredictAsync(Input(1), cancel: cancel.Token);
        var stays = predictor.PredictAsync(Input(2));
        Until(predictor, snapshot => snapshot.Pools[0].Waiting == 2);
        run.Release();
        AssertIs(1000, await Soon(first));
        Until(() => Sessions.Blocked is [{ Rows: 2 }]);
        await cancel.CancelAsync();
        AssertFailed(ErrorKind.Cancelled, await Soon(left));
        Sessions.ReleaseAll();
        AssertIs(2, await Soon(stays));
    }

    [Fact]
    public async Task Deadline_that_passes_in_the_queue_fails_the_request_without_running_it()
    {
        BlockThousands();
        var predictor = await OpenAsync();
        var (run, first) = await Occupy(predictor);
        var task = predictor.PredictAsync(Input(1), new() { Deadline = Ms(20) });
        Pass(Ms(20));
        var failure = (await Soon(task)).Failure!;
        Assert.Equal((ErrorKind.DeadlineExceeded, "the deadline of 20 ms passed before the request could run."), (failure.Kind, failure.Message));
        run.Release();
        AssertIs(1000, await Soon(first));
        Assert.Single(Sessions.Runs);
        AssertFailed(ErrorKind.DeadlineExceeded, await Soon(predictor.PredictAsync(Input(1), new() { Deadline = TimeSpan.Zero })));
    }

    [Fact]
    public async Task Higher_priorities_go_first_and_the_lowest_moves()
    {
        BlockThousands();
        var predictor = await OpenAsync();
        var (run, first) = await Occupy(predictor);
        var low = predictor.PredictAsync(Input(1), new() { Priority = Priority.Low });
        var high = Enumerable.Range(100, 12).Select(i => predictor.PredictAsync(Input(i), new() { Priority = Priority.High })).ToArray();
        Until(predictor, snapshot => snapshot.Pools[0].Waiting == 13);
        run.Release();
        AssertIs(1000, await Soon(first));
        AssertIs(1, await Soon(low));
        for (var i = 0; i < high.Length; i++) AssertIs(100 + i, await Soon(high[i]));
        var order = Sessions.Runs.Select(made => made.Firsts[0]).ToList();
        Assert.Equal(100, order[1]);
        Assert.InRange(order.IndexOf(1), 2, 10);
    }

    [Fact]
    public async Task Room_is_waited_for_refused_or_taken_from_the_oldest()
    {
        BlockThousands();
        var predictor = await OpenAsync(Options with { Admission = new() { MaxItems = 2 } });
        var (run, first) = await Occupy(predictor);
        var oldest = predictor.PredictAsync(Input(1));
        Until(predictor, snapshot => snapshot.ItemsInFlight == 2);
        AssertFailed(ErrorKind.Overloaded, await Soon(predictor.PredictAsync(Input(2), new() { WhenFull = WhenFull.Refuse })));
        var newest = predictor.PredictAsync(Input(3), new() { WhenFull = WhenFull.DropOldest });
        AssertFailed(ErrorKind.Overloaded, await Soon(oldest));
        var waiting = predictor.PredictAsync(Input(4));
        Until(predictor, snapshot => snapshot is { WaitingForRoom: 1, ItemsInFlight: 2 });
        run.Release();
        AssertIs(1000, await Soon(first));
        AssertIs(3, await Soon(newest));
        AssertIs(4, await Soon(waiting));
        Assert.Equal(2, (await SnapshotAsync(predictor)).MaxItemsInFlight);
    }

    [Fact]
    public async Task Bytes_of_predictions_count_until_they_are_disposed()
    {
        // One row takes 32 bytes, and keeps 16 of them until its result is disposed.
        var predictor = await OpenAsync(Options with { Admission = new() { MaxItems = 8, MaxBytes = 40 } });
        var held = (await Soon(predictor.PredictAsync(Input(1)))).Value;
        var waiting = predictor.PredictAsync(Input(2));
        Until(predictor, snapshot => snapshot is { WaitingForRoom: 1, BytesInFlight: 16 });
        held.Dispose();
        AssertIs(2, await Soon(waiting));
        Assert.Equal(0, (await SnapshotAsync(predictor)).BytesInFlight);
        AssertFailed(ErrorKind.InvalidInput, await Soon(predictor.PredictAsync(Input(1, rows: 4))));
    }

    [Theory]
    [InlineData(40)] // a request has 16 bytes, and as many come out
    [InlineData(100)]
    public async Task Stages_with_one_predictor_do_not_wait_for_the_room_of_each_others_results(long bytes)
    {
        var predictor = await OpenAsync(Options with { Admission = new() { MaxBytes = bytes } });
        var pipeline = Pipeline.Of<int>()
            .Predict(predictor, item => Input(item), options: new() { Parallelism = 8 })
            .Predict(predictor, first => Input(first.Tensor.Span<float>()[0]), options: new() { Parallelism = 8 });
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30)); // bounds a hang
        var seen = 0;
        await foreach (var outcome in pipeline.RunAsync(Enumerable.Range(0, 200)).WithCancellation(limit.Token))
        {
            using var predicted = outcome.Value;
            Assert.Equal((4f * seen++) + 3, predicted.Tensor.Span<float>()[0]);
        }

        Assert.Equal(200, seen);
        Until(predictor, snapshot => snapshot.BytesInFlight == 0);
    }

    [Fact]
    public async Task Lane_that_becomes_free_takes_what_fits_together()
    {
        BlockThousands();
        var predictor = await OpenAsync(Options with { Batch = new() { MaxSize = 4 } });
        var (run, first) = await Occupy(predictor);
        var tasks = Enumerable.Range(0, 6).Select(i => predictor.PredictAsync(Input(i))).ToArray();
        Until(predictor, snapshot => snapshot.Pools[0].Waiting == 6);
        run.Release();
        AssertIs(1000, await Soon(first));
        for (var i = 0; i < 6; i++) AssertIs(i, await Soon(tasks[i]));
        Assert.Equal([1, 4, 2], Sessions.Runs.Select(made => (int)made.Rows));
    }

    [Fact]
    public async Task Requests_wait_within_their_time_for_company()
    {
        var predictor = await OpenAsync(Options with { Batch = new() { MaxSize = 4, Within = Ms(10) } });
        var one = predictor.PredictAsync(Input(1));
        Until(() => Time.NextDue == Ms(10));
        Time.Advance(Ms(6));
        var two = predictor.PredictAsync(Input(2));
        Until(predictor, snapshot => snapshot.Pools[0].Waiting == 2);
        Assert.Empty(Sessions.Runs);
        Time.Advance(Ms(4));
        AssertIs(1, await Soon(one));
        AssertIs(2, await Soon(two));
        Assert.Equal(2, Assert.Single(Sessions.Runs).Rows);
    }
}
