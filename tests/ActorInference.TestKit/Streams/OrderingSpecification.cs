using Xunit;

namespace ActorInference.TestKit.Streams;

/// <summary>In which order outcomes come.</summary>
public abstract class OrderingSpecification : EngineSpecification
{
    private readonly HeldWork _work = new();

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(16)]
    public async Task Ordered_outcomes_come_as_the_source_gave_them_however_long_each_takes(int parallelism)
    {
        var pipeline = Pipeline.Of<int>(Options with { Parallelism = parallelism }).MapAsync<int>("first", YieldAsync).Map<int>("second", item => item).MapAsync<int>("third", YieldAsync);
        Assert.Equal(Enumerable.Range(0, 2000), await ValuesOf(Run(pipeline, Numbers(2000))));
    }

    [Fact]
    public async Task Ordered_stage_emits_when_the_next_in_order_is_done()
    {
        await using var outcomes = Run(Held(ordered: true), Numbers(3)).GetAsyncEnumerator();
        var first = Next(outcomes);
        await _work.Begins(3);
        _work.Release(2);
        _work.Release(1);
        await Temptation();
        Assert.False(first.IsCompleted);
        _work.Release(0);
        Assert.Equal((0, 1, 2), ((await first).Item, (await Next(outcomes)).Item, (await Next(outcomes)).Item));
    }

    [Fact]
    public async Task Unordered_stage_emits_when_any_is_done()
    {
        await using var outcomes = Run(Held(ordered: false), Numbers(3)).GetAsyncEnumerator();
        var first = Next(outcomes);
        await _work.Begins(3);
        foreach (var item in new[] { 2, 0, 1 })
        {
            _work.Release(item);
            Assert.Equal(item, (await first).Item);
            if (item != 1) first = Next(outcomes);
        }
    }

    [Fact]
    public async Task Unordered_outcomes_are_all_there_once()
    {
        var pipeline = Pipeline.Of<int>(Options with { Ordered = false }).MapAsync<int>("first", YieldAsync).MapAsync<int>("second", YieldAsync);
        var outcomes = await AllOf(Run(pipeline, Numbers(2000)));
        Assert.All(outcomes, outcome => Assert.Equal(outcome.Item, outcome.Value));
        Assert.Equal(Enumerable.Range(0, 2000), outcomes.Select(outcome => outcome.Value).Order());
    }

    [Fact]
    public async Task Order_of_a_stage_overrides_that_of_the_pipeline()
    {
        var pipeline = Pipeline.Of<int>(Options with { Ordered = true }).MapAsync<int>("held", HoldAsync, new() { Ordered = false });
        await using var outcomes = Run(pipeline, Numbers(2)).GetAsyncEnumerator();
        var first = Next(outcomes);
        await _work.Begins(2);
        _work.Release(1);
        Assert.Equal(1, (await first).Item);
        _work.ReleaseAll();
        Assert.Equal(0, (await Next(outcomes)).Item);
    }

    [Fact]
    public async Task Failed_items_keep_their_place_in_every_stage()
    {
        var pipeline = Pipeline.Of<int>(Options).MapAsync<int>("fails", async (item, _) =>
        {
            await Task.Yield();
            return item % 3 == 0 ? new Failure(ErrorKind.InvalidInput, $"{item}") : item;
        }).MapAsync<int>("second", YieldAsync).Buffer(3, Overflow.Backpressure).EveryNth(1).Map<int>("third", item => item);
        var outcomes = await AllOf(Run(pipeline, Numbers(300)));
        Assert.Equal(Enumerable.Range(0, 300), outcomes.Select(outcome => (int)outcome.Item));
        Assert.All(outcomes, outcome => Assert.Equal(outcome.Item % 3 == 0 ? $"{outcome.Item}" : null, outcome.Failure?.Message));
    }

    [Fact]
    public async Task Work_begins_in_the_order_items_come()
    {
        var began = new List<int>();
        var pipeline = Pipeline.Of<int>(Options).Map<int>("notes", item =>
        {
            began.Add(item);
            return item;
        }, new() { Parallelism = 1 });
        await ValuesOf(Run(pipeline, Numbers(500)));
        Assert.Equal(Enumerable.Range(0, 500), began);
    }

    private static async ValueTask<Outcome<int>> YieldAsync(int item, CancellationToken cancel)
    {
        for (var i = item * 7 % 5; i > 0; i--) await Task.Yield();
        return item;
    }

    private Pipeline<int, int> Held(bool ordered) => Pipeline.Of<int>(Options with { Ordered = ordered }).MapAsync<int>("held", HoldAsync);

    private async ValueTask<Outcome<int>> HoldAsync(int item, CancellationToken cancel)
    {
        await _work.HoldAsync(item, cancel);
        return item;
    }
}
