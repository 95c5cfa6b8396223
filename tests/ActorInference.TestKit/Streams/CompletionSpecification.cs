using Xunit;

namespace ActorInference.TestKit.Streams;

/// <summary>How a run begins and ends.</summary>
public abstract class CompletionSpecification : EngineSpecification
{
    [Fact]
    public async Task Empty_source_ends_at_once()
    {
        var source = Numbers(0);
        var run = Run(EveryKind(), source);
        Assert.Empty(await AllOf(run));
        Assert.Equal((0, 0, 0), (run.Progress.Taken, run.Progress.Done, run.Progress.MaxItemsInFlight));
        Assert.Equal(1, source.Enumerations);
    }

    [Fact]
    public async Task Pipeline_without_stages_passes_items_on() =>
        Assert.Equal(Enumerable.Range(0, 100), await ValuesOf(Run(Pipeline.Of<int>(Options), Numbers(100))));

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    [InlineData(1000)]
    public async Task Every_item_comes_out(int count) =>
        Assert.Equal(Enumerable.Range(0, count), (await ValuesOf(Run(EveryKind(), Numbers(count)))).SelectMany(group => group));

    [Fact]
    public async Task Infinite_source_goes_on_for_as_long_as_outcomes_are_asked_for()
    {
        var next = 0;
        await foreach (var outcome in Run(Pipeline.Of<int>(Options).Map<int>("keep", item => item), Endless()))
        {
            Assert.Equal(next++, outcome.Value);
            if (next == 20_000) break;
        }
    }

    [Fact]
    public async Task Nothing_happens_before_it_is_enumerated()
    {
        var source = Numbers(10);
        var run = Run(EveryKind(), source);
        await Temptation();
        Assert.Equal((0, 0, TimeSpan.Zero), (source.Enumerations, run.Progress.Taken, run.Progress.Elapsed));
        Assert.Equal(0, ThreadsLeft);
    }

    [Fact]
    public async Task Run_is_enumerated_once()
    {
        var run = Run(EveryKind(), Numbers(10));
        await AllOf(run);
        Assert.Throws<InvalidOperationException>(() => run.GetAsyncEnumerator());
    }

    [Fact]
    public async Task Run_that_was_never_moved_can_be_disposed()
    {
        var outcomes = Run(EveryKind(), Endless()).GetAsyncEnumerator();
        await Soon(outcomes.DisposeAsync().AsTask());
        Assert.False(await outcomes.MoveNextAsync());
    }

    [Fact]
    public async Task Nothing_comes_after_the_end()
    {
        var outcomes = Run(Pipeline.Of<int>(Options), Numbers(1)).GetAsyncEnumerator();
        await Next(outcomes);
        for (var i = 0; i < 3; i++) Assert.False(await outcomes.MoveNextAsync());
        await outcomes.DisposeAsync();
        await outcomes.DisposeAsync(); // again: does nothing
        Assert.False(await outcomes.MoveNextAsync());
    }

    [Fact]
    public async Task Stream_ends_only_when_every_item_has()
    {
        var work = new HeldWork();
        var pipeline = Pipeline.Of<int>(Options).MapAsync<int>("held", async (item, cancel) =>
        {
            await work.HoldAsync(item, cancel);
            return item;
        });
        var source = Numbers(3);
        var all = AllOf(Run(pipeline, source));
        await work.Begins(3);
        work.Release(0);
        work.Release(2);
        await Until(() => source.OpenNow == 0); // it has ended
        await Temptation();
        Assert.False(all.IsCompleted);
        work.Release(1);
        Assert.Equal(3, (await all).Count);
    }

    [Fact]
    public async Task Source_is_let_go_before_the_stream_ends()
    {
        var source = Numbers(10);
        await foreach (var _ in Run(EveryKind(), source))
        {
            // Whatever comes.
        }

        Assert.Equal((1, 0), (source.Enumerations, source.OpenNow));
    }

    [Fact]
    public async Task Description_is_run_as_often_as_one_likes_even_at_once()
    {
        var pipeline = EveryKind();
        var runs = Enumerable.Range(0, 8).Select(_ => ValuesOf(Run(pipeline, Numbers(50)))).ToList();
        foreach (var run in runs) Assert.Equal(Enumerable.Range(0, 50), (await run).SelectMany(group => group));
    }

    [Fact]
    public async Task Elements_that_equal_default_are_elements()
    {
        var zeros = Pipeline.Of<int>(Options).Map<int>("first", _ => 0).MapAsync<int>("second", async (item, _) =>
        {
            await Task.Yield();
            return item;
        }).Buffer(3, Overflow.Backpressure).EveryNth(1);
        Assert.Equal(new int[1000], await ValuesOf(Run(zeros, From(new int[1000]))));
        Assert.Equal(new int[1000], (await ValuesOf(Run(zeros.GroupedWithin(7, Timeout.InfiniteTimeSpan), From(new int[1000])))).SelectMany(group => group));

        var nulls = Pipeline.Of<string?>(Options).Map<string?>("first", item => item).MapAsync<string?>("second", (_, _) => new(Outcome.Of<string?>(null))).Buffer(2, Overflow.Backpressure);
        Assert.Equal(new string?[1000], await ValuesOf(Run(nulls, From(new string?[1000]))));
    }

    private Pipeline<int, IReadOnlyList<int>> EveryKind() =>
        Pipeline.Of<int>(Options).Map<int>("blocks", item => item).MapAsync<int>("waits", async (item, _) =>
        {
            await Task.Yield();
            return item;
        }).Buffer(2, Overflow.Backpressure).EveryNth(1).GroupedWithin(3, TimeSpan.FromSeconds(1));
}
