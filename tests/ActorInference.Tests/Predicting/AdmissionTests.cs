using Microsoft.Extensions.Logging;
using System.Runtime.CompilerServices;

namespace ActorInference.Tests.Predicting;

/// <summary>A row takes 16 bytes going in and 16 coming out.</summary>
public sealed class AdmissionTests : PredictorTest
{
    [Fact]
    public async Task Callers_wait_for_room_and_get_it_in_the_order_they_came()
    {
        BlockThousands();
        var predictor = Open(Options with { Admission = new() { MaxItems = 2 } });
        var (run, first) = await Occupy(predictor);
        var tasks = Enumerable.Range(1, 5).Select(i => predictor.PredictAsync(Input(i))).ToArray();
        var snapshot = predictor.Snapshot();
        Assert.Equal((2, 4), (snapshot.ItemsInFlight, snapshot.WaitingForRoom));
        run.Release();
        AssertIs(1000, await Soon(first));
        for (var i = 1; i <= 5; i++) AssertIs(i, await Soon(tasks[i - 1]));
        Assert.Equal([1000, 1, 2, 3, 4, 5], Sessions.Runs.Select(other => other.Firsts[0]));
        Assert.Equal(2, predictor.Snapshot().MaxItemsInFlight);
    }

    [Fact]
    public async Task Caller_who_will_not_wait_is_refused_with_a_hint_when_to_come_back()
    {
        BlockThousands();
        var predictor = Open(Options with { Admission = new() { MaxItems = 2 } });
        var (run, first) = await Occupy(predictor);
        Time.Advance(TimeSpan.FromSeconds(2));
        run.Release();
        AssertIs(1000, await Soon(first)); // a run takes two seconds
        (run, first) = await Occupy(predictor);
        var second = predictor.PredictAsync(Input(1));
        var outcome = await Soon(predictor.PredictAsync(Input(2), new() { WhenFull = WhenFull.Refuse }));
        AssertFailed(ErrorKind.Overloaded, $"there is no room for another request: 2 of 2 requests and 64 of {Options.Admission.MaxBytes:N0} bytes are in flight.", outcome);
        Assert.Equal(TimeSpan.FromSeconds(4), outcome.Failure!.RetryAfter);
        run.Release();
        AssertIs(1000, await Soon(first));
        AssertIs(1, await Soon(second));
    }

    [Fact]
    public async Task Oldest_waiting_request_makes_room_when_the_caller_says_so()
    {
        BlockThousands();
        var predictor = Open(Options with { Admission = new() { MaxItems = 3 } });
        var (run, first) = await Occupy(predictor);
        var live = new PredictionOptions { WhenFull = WhenFull.DropOldest };
        var tasks = Enumerable.Range(1, 5).Select(i => predictor.PredictAsync(Input(i), live)).ToArray();
        for (var i = 0; i < 3; i++) AssertFailed(ErrorKind.Overloaded, $"a newer request took its room: 3 of 3 requests and 96 of {Options.Admission.MaxBytes:N0} bytes are in flight.", await Soon(tasks[i]));
        run.Release();
        AssertIs(1000, await Soon(first));
        AssertIs(4, await Soon(tasks[3]));
        AssertIs(5, await Soon(tasks[4]));
    }

    [Fact]
    public async Task New_request_is_refused_when_there_is_nothing_to_drop()
    {
        BlockThousands();
        var predictor = Open(Options with { Admission = new() { MaxItems = 1 } });
        var (run, first) = await Occupy(predictor);
        AssertFailed(ErrorKind.Overloaded, await Soon(predictor.PredictAsync(Input(1), new() { WhenFull = WhenFull.DropOldest })));
        run.Release();
        AssertIs(1000, await Soon(first));
    }

    [Theory]
    [InlineData(WhenFull.Wait)]
    [InlineData(WhenFull.Refuse)]
    [InlineData(WhenFull.DropOldest)]
    public void Request_that_can_never_fit_is_refused_as_wrong(WhenFull whenFull)
    {
        var predictor = Open(Options with { Admission = new() { MaxBytes = 319 } });
        AssertFailed(
            ErrorKind.InvalidInput,
            "the request takes 320 bytes with its outputs; no more than 319 may be in flight; raise Admission.MaxBytes.",
            predictor.Predict(Input(1, rows: 10), new() { WhenFull = whenFull }));
    }

    [Fact]
    public void Request_of_exactly_the_bound_fits() => AssertIs(1, Open(Options with { Admission = new() { MaxBytes = 320 } }).Predict(Input(1, rows: 10)));

    [Fact]
    public void Requests_that_may_share_a_run_count_twice_for_the_copy_that_the_batch_is()
    {
        var predictor = Open(Options with { Batch = new() { MaxSize = 2 }, Admission = new() { MaxBytes = 63 } });
        AssertFailed(ErrorKind.InvalidInput, "the request takes 64 bytes with its outputs; no more than 63 may be in flight; raise Admission.MaxBytes.", predictor.Predict(Input(1)));
    }

    [Fact]
    public async Task Predictions_hold_their_bytes_until_disposed_and_then_waiting_callers_get_in()
    {
        var predictor = Open(Options with { Admission = new() { MaxBytes = 64 } });
        var kept = new[] { predictor.Predict(Input(1)).Value, predictor.Predict(Input(2)).Value, predictor.Predict(Input(3)).Value };
        Assert.Equal(48, predictor.Snapshot().BytesInFlight);
        var waiting = predictor.PredictAsync(Input(4));
        Assert.Equal(1, predictor.Snapshot().WaitingForRoom);
        kept[0].Dispose();
        kept[0].Dispose(); // again: does nothing
        AssertIs(4, await Soon(waiting));
        Assert.Equal(32, predictor.Snapshot().BytesInFlight);
        kept[1].Dispose();
        kept[2].Dispose();
        Assert.Equal(0, predictor.Snapshot().BytesInFlight);
        Assert.Equal(64, predictor.Snapshot().MaxBytesInFlight);
    }

    [Fact]
    public void Predictions_that_were_forgotten_are_given_back_by_the_collector()
    {
        var predictor = Open();
        Forget(predictor);
        Until(() =>
        {
            GC.Collect(); // the lane may hold the request for a moment longer than its caller
            GC.WaitForPendingFinalizers();
            return predictor.Snapshot().BytesInFlight == 0;
        });
    }

    [Fact]
    public async Task Caller_that_waits_while_nothing_runs_makes_the_collector_look_for_forgotten_predictions()
    {
        var predictor = Open(Options with { Admission = new() { MaxBytes = 79 } }); // three results leave no room for a fourth request
        Forget(predictor);
        var waiting = predictor.PredictAsync(Input(1));
        Assert.Equal(1, predictor.Snapshot().WaitingForRoom);
        var late = await Soon(predictor.PredictAsync(Input(2), new() { WhenFull = WhenFull.Refuse }));
        const string Held = "0 of 1,024 requests and 48 of 79 bytes are in flight, held by predictions that are not disposed.";
        AssertFailed(ErrorKind.Overloaded, $"there is no room for another request: {Held}", late);
        Assert.Null(late.Failure!.RetryAfter);
        Until(() =>
        {
            Time.Advance(TimeSpan.FromMinutes(1));
            return waiting.IsCompleted;
        });
        AssertIs(1, await waiting);
        Assert.Contains((LogLevel.Warning, "model: callers wait and nothing runs: predictions that are not disposed hold 48 of 79 bytes; dispose them"), Log.Lines);
    }

    [Fact]
    public void Several_at_once_fail_as_overloaded_rather_than_wait_for_their_own_results()
    {
        var predictor = Open(Options with { Admission = new() { MaxBytes = 79 } }); // three results leave no room for a fourth request
        var outcomes = predictor.PredictBatch([.. Enumerable.Range(1, 6).Select(i => Input(i))]);
        for (var i = 0; i < 3; i++) AssertIs(i + 1, outcomes[i]);
        for (var i = 3; i < 6; i++)
        {
            AssertFailed(ErrorKind.Overloaded, "the results of this call hold 48 of 79 bytes; ask for fewer at a time, or raise Admission.MaxBytes: 0 of 1,024 requests and 48 of 79 bytes are in flight, held by predictions that are not disposed.", outcomes[i]);
        }
    }

    [Fact]
    public async Task Several_at_once_wait_for_room_like_anybody_else_when_others_fill_the_bound_on_items()
    {
        BlockThousands();
        var predictor = Open(Options with { Admission = new() { MaxItems = 1 } });
        var several = OwnThread.Run(() => predictor.PredictBatch([Input(1000), Input(1)]));
        var first = Sessions.WaitForBlocked()[0];
        Until(() => predictor.Snapshot().WaitingForRoom == 1);
        var other = predictor.PredictAsync(Input(1001), new() { Priority = Priority.High });
        first.Release();
        Until(() => Sessions.Blocked.Any(run => run.Firsts[0] == 1001));
        Sessions.ReleaseAll();
        AssertIs(1001, await Soon(other));
        var outcomes = await Soon(several);
        AssertIs(1000, outcomes[0]);
        AssertIs(1, outcomes[1]);
    }

    [Fact]
    public async Task Several_at_once_go_before_another_who_waits_for_the_bytes_that_they_hold()
    {
        BlockThousands();
        var predictor = Open(Options with { Admission = new() { MaxBytes = 80 } });
        var several = OwnThread.Run(() => predictor.PredictBatch([Input(1000), Input(1), Input(2)]));
        Sessions.WaitForBlocked();
        Until(() => predictor.Snapshot().WaitingForRoom == 1);
        var other = predictor.PredictAsync(Input(10, rows: 2), new() { Priority = Priority.High });
        Sessions.ReleaseAll();
        var outcomes = await Soon(several);
        AssertIs(1000, outcomes[0]);
        AssertIs(1, outcomes[1]);
        AssertIs(2, outcomes[2]);
        AssertIs(10, await Soon(other));
    }

    [Fact]
    public async Task Two_calls_that_hold_what_each_other_waits_for_both_return()
    {
        var predictor = Open(Options with { Admission = new() { MaxBytes = 80 } });
        for (var round = 0; round < 20; round++)
        {
            var calls = Enumerable.Range(0, 2).Select(_ => OwnThread.Run(() =>
            {
                foreach (var outcome in predictor.PredictBatch([Input(1), Input(2), Input(3), Input(4)]))
                {
                    if (outcome.Succeeded) outcome.Value.Dispose();
                    else Assert.Equal(ErrorKind.Overloaded, outcome.Failure!.Kind);
                }
            }));
            await Soon(Task.WhenAll(calls));
        }
    }

    [Fact]
    public async Task Large_request_waits_before_the_smaller_ones_behind_it()
    {
        BlockThousands();
        var predictor = Open(Options with { Admission = new() { MaxBytes = 100 } });
        var (run, first) = await Occupy(predictor);
        var large = predictor.PredictAsync(Input(1, rows: 3));
        var small = predictor.PredictAsync(Input(2));
        Assert.Equal(2, predictor.Snapshot().WaitingForRoom);
        run.Release();
        AssertIs(1000, await Soon(first));
        AssertIs(1, await Soon(large));
        AssertIs(2, await Soon(small));
        Assert.Equal([1000, 1, 2], Sessions.Runs.Select(other => other.Firsts[0]));
    }

    [Fact]
    public async Task Bounds_are_kept_under_load()
    {
        var predictor = Open(Options with { Lanes = 4, Admission = new() { MaxItems = 8, MaxBytes = 1000 } });
        var callers = Enumerable.Range(0, 4).Select(caller => OwnThread.Run(() =>
        {
            for (var i = 0; i < 200; i++) AssertIs(caller + i, predictor.Predict(Input(caller + i, rows: 1 + (i % 5))));
        })).ToArray();
        await Soon(Task.WhenAll(callers));
        var snapshot = predictor.Snapshot();
        Assert.InRange(snapshot.MaxItemsInFlight, 1, 8);
        Assert.InRange(snapshot.MaxBytesInFlight, 32, 1000);
        Assert.Equal((0, 0L, 800L), (snapshot.ItemsInFlight, snapshot.BytesInFlight, snapshot.Succeeded));
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Forget(Predictor predictor)
    {
        for (var i = 0; i < 3; i++) _ = predictor.Predict(Input(i)).Value;
        Assert.Equal(48, predictor.Snapshot().BytesInFlight);
    }
}
