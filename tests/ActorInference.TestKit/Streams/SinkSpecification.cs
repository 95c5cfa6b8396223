using Xunit;

namespace ActorInference.TestKit.Streams;

/// <summary>Consumers that are slow, leave, cancel, or are a sink of their own.</summary>
public abstract class SinkSpecification : EngineSpecification
{
    private readonly HeldWork _work = new();

    [Fact]
    public async Task Leaving_early_aborts_the_run_and_disposes_what_is_in_flight()
    {
        var source = From(Custody.Numbered(int.MaxValue));
        var run = Run(Parcels(), source);
        await foreach (var outcome in run)
        {
            outcome.Value.Dispose();
            if (outcome.Item == 10) break;
        }

        Assert.Equal((0, 0), (Custody.Alive, source.OpenNow));
        Assert.Equal(run.Progress.Taken, run.Progress.Done);
        Assert.Equal(0, run.Progress.ItemsInFlight);
    }

    [Fact]
    public async Task Values_that_nobody_takes_any_more_count_as_cancelled_and_failures_as_failed()
    {
        var pipeline = Pipeline.Of<Parcel>(Options with { Parallelism = 1 }).Buffer(2, Overflow.Backpressure).Map<Parcel>("keep", parcel =>
        {
            if (parcel.Number != 2) return parcel;
            parcel.Dispose();
            return new Failure(ErrorKind.InvalidInput, "two");
        });
        var run = Run(pipeline, From(Custody.Numbered(3)));
        var outcomes = run.GetAsyncEnumerator();
        (await Next(outcomes)).Value.Dispose();
        await Until(() => run.Progress.Stages[1] is { Succeeded: 2, Failed: 1 });
        await Soon(outcomes.DisposeAsync().AsTask());
        Assert.Equal((3, 1, 1, 1), (run.Progress.Taken, run.Progress.Succeeded, run.Progress.Cancelled, run.Progress.Failed));
    }

    [Fact]
    public async Task Disposing_waits_until_what_was_under_way_has_returned()
    {
        var pipeline = Pipeline.Of<int>(Options with { Parallelism = 2 }).Map<int>("held", item =>
        {
            _work.Hold(item);
            return item;
        });
        var outcomes = Run(pipeline, Endless()).GetAsyncEnumerator();
        var next = outcomes.MoveNextAsync().AsTask();
        await _work.Begins(2);
        var disposal = outcomes.DisposeAsync().AsTask();
        await Temptation();
        Assert.False(disposal.IsCompleted);
        _work.ReleaseAll();
        await Soon(disposal);
        Assert.Equal(0, _work.Now);
        await Soon(next); // whoever waited is not left waiting
    }

    [Fact]
    public async Task Cancelling_comes_out_as_cancelled_at_once_and_reaches_the_work()
    {
        using var cancel = new CancellationTokenSource();
        var outcomes = Run(Held(), Endless()).GetAsyncEnumerator(cancel.Token);
        var next = outcomes.MoveNextAsync().AsTask();
        await _work.Begins(1);
        await cancel.CancelAsync();
        var thrown = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Soon(next));
        Assert.Equal(cancel.Token, thrown.CancellationToken);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await outcomes.MoveNextAsync());
        await Soon(outcomes.DisposeAsync().AsTask());
        Assert.Equal(0, _work.Now);
    }

    [Fact]
    public async Task Token_that_is_cancelled_before_takes_nothing()
    {
        var source = Endless();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => AllOf(Run(Held(), source), new(canceled: true)));
        Assert.Equal((0, 0), (source.Given, _work.Begun.Count));
    }

    [Fact]
    public async Task Exception_of_the_consumer_ends_the_run()
    {
        await Assert.ThrowsAsync<InvalidDataException>(async () =>
        {
            await foreach (var outcome in Run(Parcels(), From(Custody.Numbered(int.MaxValue))))
            {
                outcome.Value.Dispose();
                if (outcome.Item == 5) throw new InvalidDataException();
            }
        });
        Assert.Equal(0, Custody.Alive);
    }

    [Fact]
    public async Task Sink_is_given_every_outcome_in_order_one_at_a_time()
    {
        var (seen, now, most) = (new List<long>(), 0, 0);
        var progress = await Soon(Pipeline.Of<int>(Options).Map<int>("keep", item => item == 7 ? new Failure(ErrorKind.InvalidInput, "seven") : item).RunAsync(Numbers(100), async outcome =>
        {
            most = Math.Max(most, Interlocked.Increment(ref now));
            await Task.Yield();
            seen.Add(outcome.Item);
            Interlocked.Decrement(ref now);
        }, engine: Engine));
        Assert.Equal(Enumerable.Range(0, 100), seen.Select(item => (int)item));
        Assert.Equal(1, most);
        Assert.Equal((100, 99, 1, 0), (progress.Taken, progress.Succeeded, progress.Failed, progress.ItemsInFlight));
    }

    [Fact]
    public async Task Slow_sink_slows_the_source()
    {
        var source = Endless();
        var killSwitch = new KillSwitch();
        var pipeline = Pipeline.Of<int>(Options with { Parallelism = 1 }).Map<int>("keep", item => item);
        var running = pipeline.RunAsync(source, outcome => _work.HoldAsync((int)outcome.Item), killSwitch, Engine);
        for (var item = 0; item < 10; item++)
        {
            await _work.Begins(item + 1);
            await Until(() => source.Given == item + 3);
            await Temptation();
            Assert.Equal(item + 3, source.Asked); // the one in the sink, and twice one in the stage
            if (item == 9) killSwitch.Shutdown();
            _work.Release(item);
        }

        _work.ReleaseAll();
        Assert.Equal(12, (await Soon(running)).Succeeded);
    }

    [Fact]
    public async Task Exception_of_the_sink_ends_the_run_and_comes_out()
    {
        await Assert.ThrowsAsync<InvalidDataException>(() => Soon(Parcels().RunAsync(From(Custody.Numbered(int.MaxValue)), outcome =>
        {
            outcome.Value.Dispose();
            return outcome.Item < 5 ? default : throw new InvalidDataException();
        }, engine: Engine)));
        Assert.Equal(0, Custody.Alive);
    }

    [Fact]
    public async Task Cancelling_a_run_with_a_sink_comes_out_as_cancelled()
    {
        using var cancel = new CancellationTokenSource();
        var running = Held().RunAsync(Endless(), _ => default, engine: Engine, cancel: cancel.Token);
        await _work.Begins(1);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Soon(running));
        Assert.Equal(0, _work.Now);
    }

    private Pipeline<Parcel, Parcel> Parcels() => Pipeline.Of<Parcel>(Options).Map<Parcel>("blocks", parcel => parcel.Rework()).MapAsync<Parcel>("waits", async (parcel, _) =>
    {
        await Task.Yield();
        return parcel.Rework();
    });

    private Pipeline<int, int> Held() => Pipeline.Of<int>(Options with { Parallelism = 2 }).MapAsync<int>("held", async (item, cancel) =>
    {
        await _work.HoldAsync(item, cancel);
        return item;
    });
}
