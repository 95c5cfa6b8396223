using Xunit;

namespace ActorInference.TestKit.Streams;

/// <summary>Many items whose work is truly asynchronous: none lost, none twice. The place where well-known engines lost elements.</summary>
public abstract class LossSpecification : EngineSpecification
{
    private const int Many = 100_000;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(8)]
    [InlineData(32)]
    [InlineData(100)]
    public async Task No_element_is_lost_or_doubled_in_order(int parallelism)
    {
        var pipeline = Pipeline.Of<int>(Options with { Parallelism = parallelism }).MapAsync<int>("yields", YieldAsync);
        var next = 0;
        await foreach (var outcome in Run(pipeline, Numbers(Many)))
        {
            if (outcome.Item != next || outcome.Value != next) Assert.Fail($"{outcome} came in place of {next}.");
            next++;
        }

        Assert.Equal(Many, next);
    }

    [Theory]
    [InlineData(8)]
    [InlineData(100)]
    public async Task No_element_is_lost_or_doubled_without_order(int parallelism)
    {
        var pipeline = Pipeline.Of<int>(Options with { Parallelism = parallelism, Ordered = false }).MapAsync<int>("yields", YieldAsync);
        var seen = new bool[Many];
        await foreach (var outcome in Run(pipeline, Numbers(Many)))
        {
            if (seen[outcome.Value] || outcome.Item != outcome.Value) Assert.Fail($"{outcome} came twice.");
            seen[outcome.Value] = true;
        }

        Assert.DoesNotContain(false, seen);
    }

    [Fact]
    public async Task No_default_element_is_lost_among_many()
    {
        var pipeline = Pipeline.Of<int>(Options).MapAsync<int>("yields", YieldAsync).GroupedWithin(16, Timeout.InfiniteTimeSpan).MapAsync<int>("counts", async (group, _) =>
        {
            await Task.Yield();
            return group.Count;
        });
        var count = 0;
        await foreach (var outcome in Run(pipeline, From(new int[Many]))) count += outcome.Value;
        Assert.Equal(Many, count);
    }

    private static async ValueTask<Outcome<int>> YieldAsync(int item, CancellationToken cancel)
    {
        await Task.Yield();
        return item;
    }
}
