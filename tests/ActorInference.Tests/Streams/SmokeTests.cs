namespace ActorInference.Tests.Streams;

public sealed class SmokeTests
{
    [Fact]
    public async Task Outcomes_come_in_order()
    {
        var pipeline = Pipeline.Of<int>().Preprocess<long>(item => item * 2L).MapAsync<long>("wait", async (item, cancel) => { await Task.Yield(); return item + 1; });
        var seen = new List<long>();
        var run = pipeline.RunAsync(Enumerable.Range(0, 10_000));
        await foreach (var outcome in run) seen.Add(outcome.Value);
        Assert.Equal(Enumerable.Range(0, 10_000).Select(item => (item * 2L) + 1), seen);
        Assert.Equal(10_000, run.Progress.Succeeded);
        Assert.Equal(0, run.Progress.ItemsInFlight);
    }

    [Fact]
    public async Task Abort()
    {
        var killSwitch = new KillSwitch();
        var pipeline = Pipeline.Of<int>().MapAsync<int>("wait", async (item, cancel) => { if (item == 50) killSwitch.Abort(); await Task.Yield(); return item; });
        var (done, cancelled) = (0, 0);
        await foreach (var outcome in pipeline.RunAsync(Enumerable.Range(0, 10_000), killSwitch))
        {
            if (outcome.Succeeded) done++;
            else cancelled++;
        }

        Assert.True(done <= 60 && cancelled > 0, $"{done} {cancelled}");
    }
}
