using Xunit;

namespace ActorInference.TestKit.Streams;

/// <summary>Runs inside of runs.</summary>
public abstract class ReentrancySpecification : EngineSpecification
{
    [Fact]
    public async Task Run_may_run_inside_a_stage_that_blocks()
    {
        var outer = Pipeline.Of<int>(Options).Map<int>("outer", item => ValuesOf(Run(Inner(), Numbers(item))).GetAwaiter().GetResult().Sum());
        Assert.Equal(Enumerable.Range(0, 20).Select(item => item * (item - 1) / 2), await ValuesOf(Run(outer, Numbers(20))));
    }

    [Fact]
    public async Task Run_may_run_inside_a_stage_that_waits()
    {
        var outer = Pipeline.Of<int>(Options).MapAsync<int>("outer", async (item, _) => (await ValuesOf(Run(Inner(), Numbers(item)))).Sum());
        Assert.Equal(Enumerable.Range(0, 20).Select(item => item * (item - 1) / 2), await ValuesOf(Run(outer, Numbers(20))));
    }

    [Fact]
    public async Task Run_may_be_the_source_of_another()
    {
        var first = Run(Inner(), Numbers(300));
        var second = Pipeline.Of<ItemOutcome<int>>(Options).Map<int>("second", outcome => outcome.Value + 1);
        Assert.Equal(Enumerable.Range(1, 300), await ValuesOf(Run(second, first)));
    }

    [Fact]
    public async Task Leaving_a_run_ends_the_run_that_is_its_source()
    {
        var source = From(Custody.Numbered(int.MaxValue));
        var first = Run(Pipeline.Of<Parcel>(Options).Map<Parcel>("first", parcel => parcel.Rework()), source);
        var second = Pipeline.Of<ItemOutcome<Parcel>>(Options).Map<Parcel>("second", outcome => outcome.Outcome);
        await foreach (var outcome in Run(second.With(Options with { MaxItemsInFlight = 1 }), first))
        {
            outcome.Value.Dispose();
            if (outcome.Item == 10) break;
        }

        Assert.Equal(0, source.OpenNow);
        Assert.Equal(first.Progress.Taken, first.Progress.Done);
    }

    [Fact]
    public async Task Switch_may_be_flipped_inside_the_sink()
    {
        foreach (var aborts in new[] { false, true })
        {
            var (killSwitch, seen) = (new KillSwitch(), 0);
            var progress = await Soon(Inner().RunAsync(Endless(), outcome =>
            {
                seen++;
                if (outcome.Item != 20) return default;
                if (aborts) killSwitch.Abort();
                else killSwitch.Shutdown();
                return default;
            }, killSwitch, Engine));
            Assert.Equal(seen, progress.Done);
            Assert.InRange(seen, 21, 60);
        }
    }

    [Fact]
    public async Task Progress_may_be_asked_for_anywhere()
    {
        var run = default(PipelineRun<int>);
        var pipeline = Pipeline.Of<int>(Options).Map<int>("asks", item => run!.Progress.Taken > item ? item : new Failure(ErrorKind.Internal, "not counted"));
        run = Run(pipeline, From(Enumerable.Range(0, 50), () => Assert.InRange(run!.Progress.Done, 0, 50)));
        await foreach (var outcome in run) Assert.InRange(run.Progress.Succeeded, outcome.Value + 1, 50);
    }

    private Pipeline<int, int> Inner() => Pipeline.Of<int>(Options with { Parallelism = 2 }).Map<int>("blocks", item => item).MapAsync<int>("waits", async (item, _) =>
    {
        await Task.Yield();
        return item;
    });
}
