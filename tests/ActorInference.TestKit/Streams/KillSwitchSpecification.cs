using Xunit;

namespace ActorInference.TestKit.Streams;

/// <summary>Runs that are stopped from outside.</summary>
public abstract class KillSwitchSpecification : EngineSpecification
{
    private readonly HeldWork _work = new();
    private readonly KillSwitch _switch = new();

    [Fact]
    public async Task Shutdown_takes_nothing_more_and_finishes_what_is_in_flight()
    {
        var source = Endless();
        var run = Run(Held(), source, _switch);
        var all = AllOf(run);
        await _work.Begins(2);
        await Until(() => source.Given == 4);
        _switch.Shutdown();
        await Until(() => source.OpenNow == 0);
        _work.ReleaseAll();
        Assert.Equal([0, 1, 2, 3], (await all).Select(outcome => outcome.Value));
        Assert.Equal(4, source.Given);
    }

    [Fact]
    public async Task Abort_ends_what_is_in_flight_as_cancelled_with_its_reason()
    {
        var source = Endless();
        var run = Run(Held(), source, _switch);
        var all = AllOf(run);
        await _work.Begins(2);
        await Until(() => source.Given == 4);
        _switch.Abort("the operator said so.");
        var outcomes = await all;
        Assert.Equal([0, 1, 2, 3], outcomes.Select(outcome => outcome.Item));
        Assert.All(outcomes, outcome => Assert.Equal(new(ErrorKind.Cancelled, "the operator said so."), outcome.Failure));
        Assert.Equal([0, 1], _work.Begun);
        Assert.Equal((4, 4), (run.Progress.Taken, run.Progress.Cancelled));
    }

    [Fact]
    public async Task Work_that_ignores_its_token_is_waited_for_and_keeps_its_value()
    {
        var pipeline = Pipeline.Of<int>(Options with { Parallelism = 1 }).Map<int>("held", item =>
        {
            _work.Hold(item);
            return item;
        });
        var all = AllOf(Run(pipeline, Endless(), _switch));
        await _work.Begins(1);
        _switch.Abort();
        await Temptation();
        Assert.False(all.IsCompleted);
        _work.ReleaseAll();
        var outcomes = await all;
        Assert.True(outcomes[0].Succeeded);
        Assert.All(outcomes.Skip(1), outcome => Assert.Equal(ErrorKind.Cancelled, outcome.Failure?.Kind));
        Assert.Equal([0], _work.Begun);
    }

    [Fact]
    public async Task Abort_after_shutdown_cancels_what_was_being_finished()
    {
        var all = AllOf(Run(Held(), Endless(), _switch));
        await _work.Begins(2);
        _switch.Shutdown();
        await Temptation();
        Assert.False(all.IsCompleted);
        _switch.Abort();
        Assert.All(await all, outcome => Assert.Equal(ErrorKind.Cancelled, outcome.Failure?.Kind));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Switch_that_was_flipped_before_stops_a_run_as_it_begins(bool aborts)
    {
        Flip(aborts);
        var source = Endless();
        Assert.Empty(await AllOf(Run(Held(), source, _switch)));
        Assert.Equal((0, 0), (source.Given, _work.Begun.Count));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Switch_may_be_flipped_inside_a_stage_that_blocks(bool aborts)
    {
        var pipeline = Pipeline.Of<int>(Options).Map<int>("flips", item =>
        {
            if (item == 50) Flip(aborts);
            return item;
        });
        await EndsSoonAfter(50, pipeline, aborts);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Switch_may_be_flipped_inside_a_stage_that_waits(bool aborts)
    {
        var pipeline = Pipeline.Of<int>(Options).MapAsync<int>("flips", async (item, _) =>
        {
            await Task.Yield();
            if (item == 50) Flip(aborts);
            return item;
        });
        await EndsSoonAfter(50, pipeline, aborts);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Switch_may_be_flipped_by_the_source(bool aborts)
    {
        var source = From(Enumerable.Range(0, int.MaxValue).Select(item =>
        {
            if (item == 50) Flip(aborts);
            return item;
        }));
        var run = Run(Pipeline.Of<int>(Options).Map<int>("keep", item => item), source, _switch);
        var outcomes = await AllOf(run);
        Assert.Equal(source.Given, outcomes.Count);
        Assert.InRange(source.Given, 50, 51);
    }

    [Fact]
    public async Task Work_begun_after_an_abort_has_returned_sees_a_cancelled_token()
    {
        // Whoever was about to begin when the switch was flipped still begins.
        for (var i = 0; i < 100; i++)
        {
            var (killSwitch, aborted, unaware) = (new KillSwitch(), false, 0);
            var pipeline = Pipeline.Of<int>(Options).MapAsync<int>("sees", async (item, cancel) =>
            {
                if (Volatile.Read(ref aborted) && !cancel.IsCancellationRequested) Interlocked.Increment(ref unaware);
                await Task.Yield();
                return item;
            });
            var all = AllOf(Run(pipeline, Endless(), killSwitch));
            for (var turn = 0; turn < i; turn++) await Task.Yield();
            killSwitch.Abort();
            Volatile.Write(ref aborted, true);
            await all;
            Assert.Equal(0, unaware);
        }
    }

    [Fact]
    public async Task Several_threads_may_flip_it_at_once()
    {
        for (var i = 0; i < 50; i++)
        {
            var killSwitch = new KillSwitch();
            var run = Run(Yielding(), Endless(), killSwitch);
            var all = AllOf(run);
            using var start = new Barrier(4);
            var flips = Enumerable.Range(0, 4).Select(thread => OwnThread.Run(() =>
            {
                start.SignalAndWait();
                if (thread % 2 == 0) killSwitch.Shutdown();
                else killSwitch.Abort($"thread {thread}.");
            })).ToList();
            await Soon(Task.WhenAll(flips));
            var failures = (await all).Where(outcome => !outcome.Succeeded).Select(outcome => outcome.Failure!).ToList();
            Assert.All(failures, failure => Assert.Equal(killSwitch.Aborted, failure));
            Assert.Equal(run.Progress.Taken, run.Progress.Done);
        }
    }

    [Fact]
    public async Task One_switch_stops_several_runs()
    {
        var runs = Enumerable.Range(0, 4).Select(_ => AllOf(Run(Held(), Endless(), _switch))).ToList();
        await _work.Begins(8);
        _switch.Abort();
        foreach (var run in runs) Assert.All(await run, outcome => Assert.Equal(ErrorKind.Cancelled, outcome.Failure?.Kind));
    }

    [Fact]
    public async Task Switch_does_nothing_to_a_run_that_has_ended()
    {
        var run = Run(Yielding(), Numbers(10), _switch);
        Assert.Equal(10, (await AllOf(run)).Count);
        _switch.Abort();
        Assert.Equal((10, 0), (run.Progress.Succeeded, run.Progress.Cancelled));
    }

    private void Flip(bool aborts)
    {
        if (aborts) _switch.Abort();
        else _switch.Shutdown();
    }

    private async Task EndsSoonAfter(int item, Pipeline<int, int> pipeline, bool aborts)
    {
        var outcomes = await AllOf(Run(pipeline, Endless(), _switch));
        Assert.Equal(Enumerable.Range(0, outcomes.Count), outcomes.Select(outcome => (int)outcome.Item));
        Assert.InRange(outcomes.Count, item + 1, item + 30); // what fits into a stage, and what the consumer took meanwhile
        if (aborts) Assert.All(outcomes, outcome => Assert.True(outcome.Succeeded || outcome.Failure!.Kind == ErrorKind.Cancelled));
        else Assert.All(outcomes, outcome => Assert.Equal(outcome.Item, outcome.Value));
    }

    private Pipeline<int, int> Yielding() => Pipeline.Of<int>(Options).MapAsync<int>("yields", async (item, _) =>
    {
        await Task.Yield();
        return item;
    });

    private Pipeline<int, int> Held() => Pipeline.Of<int>(Options with { Parallelism = 2 }).MapAsync<int>("held", async (item, cancel) =>
    {
        await _work.HoldAsync(item, cancel);
        return item;
    });
}
