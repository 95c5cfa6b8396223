using Xunit;

namespace ActorInference.TestKit.Streams;

/// <summary>How much is under way at once, in items.</summary>
public abstract class BoundsSpecification : EngineSpecification
{
    private readonly HeldWork _work = new();

    [Theory]
    [InlineData(1, true)]
    [InlineData(3, true)]
    [InlineData(1, false)]
    [InlineData(3, false)]
    public async Task Parallelism_is_reached_and_never_exceeded(int parallelism, bool blocks)
    {
        var run = Run(Held(parallelism, blocks), Numbers(100));
        var all = AllOf(run);
        await _work.Begins(parallelism);
        await Temptation();
        Assert.Equal(parallelism, _work.Begun.Count);
        Assert.Equal(parallelism, run.Progress.Stages[0].Running);
        for (var item = 0; item < 100; item++) _work.Release(item);
        Assert.Equal(100, (await all).Count);
        Assert.Equal(parallelism, _work.Most);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task Stage_back_pressures_when_it_holds_twice_as_many_as_it_works_on(int parallelism)
    {
        var source = Endless();
        var run = Run(Held(parallelism, blocks: false), source);
        await using (var outcomes = run.GetAsyncEnumerator())
        {
            var first = Next(outcomes);
            await Until(() => source.Given == 2 * parallelism);
            await Temptation();
            Assert.Equal(2 * parallelism, source.Asked);
            _work.Release(0);
            await first;
            await Until(() => source.Given == (2 * parallelism) + 1);
            await Temptation();
            Assert.Equal((2 * parallelism) + 1, source.Asked);
        }
    }

    [Fact]
    public async Task Stage_back_pressures_when_what_is_done_is_not_taken()
    {
        var source = Endless();
        var run = Run(Pipeline.Of<int>(Options with { Parallelism = 2 }).Map<int>("plain", item => item), source);
        await using var outcomes = run.GetAsyncEnumerator();
        await Next(outcomes);
        await Until(() => source.Given == 5); // the one that the consumer has, and four
        await Temptation();
        Assert.Equal(5, source.Asked);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(10)]
    public async Task No_more_items_are_in_flight_than_may_be(int most)
    {
        var source = default(ProbedSource<int>);
        var (asked, over) = (0, 0);
        source = From(Enumerable.Range(0, 500), () =>
        {
            if (source!.Given - Volatile.Read(ref asked) >= most) Interlocked.Increment(ref over);
        });
        var pipeline = Pipeline.Of<int>(Options with { MaxItemsInFlight = most }).MapAsync<int>("first", YieldAsync).Map<int>("second", item => item).Buffer(5, Overflow.Backpressure).MapAsync<int>("third", YieldAsync);
        var run = Run(pipeline, source);
        await foreach (var _ in run) Volatile.Write(ref asked, asked + 1); // the next is asked for
        Assert.Equal(0, over);
        Assert.InRange(run.Progress.MaxItemsInFlight, 1, most);
        Assert.Equal(0, run.Progress.ItemsInFlight);
    }

    [Fact]
    public async Task Sync_takes_one_item_after_the_other()
    {
        var source = Numbers(5);
        var run = Run(Pipeline.Of<int>(PipelineOptions.Sync with { Time = Time }).Map<int>("first", item => item).MapAsync<int>("second", YieldAsync), source);
        await using var outcomes = run.GetAsyncEnumerator();
        for (var item = 0; item < 5; item++)
        {
            Assert.Equal(item, (await Next(outcomes)).Value);
            await Temptation();
            Assert.Equal((item + 1, 1), (source.Asked, run.Progress.ItemsInFlight)); // the last counts until the next is asked for
        }

        Assert.False(await outcomes.MoveNextAsync());
        Assert.Equal(0, run.Progress.ItemsInFlight);
    }

    [Fact]
    public async Task Slow_sink_slows_the_source_and_nothing_grows()
    {
        var source = Endless();
        var run = Run(Pipeline.Of<int>(Options with { Parallelism = 2 }).Map<int>("first", item => item).MapAsync<int>("second", YieldAsync).Buffer(3, Overflow.Backpressure), source);
        await using var outcomes = run.GetAsyncEnumerator();
        for (var item = 0; item < 100; item++)
        {
            await Next(outcomes);
            for (var i = 0; i < 20; i++) await Task.Yield();
            Assert.InRange(source.Given, item + 1, item + 1 + 4 + 4 + 3);
        }

        Assert.InRange(run.Progress.MaxItemsInFlight, 1, 12);
    }

    [Fact]
    public async Task Very_large_parallelism_costs_only_what_is_used()
    {
        var pipeline = Pipeline.Of<int>(Options).MapAsync<int>("wide", YieldAsync, new() { Parallelism = int.MaxValue });
        Assert.Equal(100, (await ValuesOf(Run(pipeline, Numbers(100)))).Count);
    }

    private static async ValueTask<Outcome<int>> YieldAsync(int item, CancellationToken cancel)
    {
        await Task.Yield();
        return item;
    }

    private Pipeline<int, int> Held(int parallelism, bool blocks)
    {
        var pipeline = Pipeline.Of<int>(Options);
        var options = new StageOptions { Parallelism = parallelism };
        return blocks
            ? pipeline.Map<int>("held", item =>
            {
                _work.Hold(item);
                return item;
            }, options)
            : pipeline.MapAsync<int>("held", async (item, cancel) =>
            {
                await _work.HoldAsync(item, cancel);
                return item;
            }, options);
    }
}
