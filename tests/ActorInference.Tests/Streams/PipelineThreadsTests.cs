using ActorInference.TestKit.Streams;

namespace ActorInference.Tests.Streams;

/// <summary>That no thread is left is asserted by looking for their names; here they must be found.</summary>
[Collection("pipelines")]
public sealed class PipelineThreadsTests
{
    [LinuxFact]
    public async Task Threads_of_a_run_are_seen_for_as_long_as_it_lasts()
    {
        var work = new HeldWork();
        var pipeline = Pipeline.Of<int>(new() { Parallelism = 3 }).Map<int>("held", item =>
        {
            work.Hold(item);
            return item;
        });
        await using (var outcomes = pipeline.RunAsync(Enumerable.Range(0, 3)).GetAsyncEnumerator())
        {
            var first = outcomes.MoveNextAsync().AsTask();
            await work.Begins(3);
            Assert.Equal(3, PipelineThreads.CountNow());
            work.ReleaseAll();
            Assert.True(await first);
        }

        Assert.Equal(0, PipelineThreads.Count());
    }
}
