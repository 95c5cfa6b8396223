using ActorInference.TestKit.Streams;
using Akka.Actor;

namespace ActorInference.Akka.Tests.Streams;

/// <summary>What becomes of runs whose actor system ends.</summary>
[Collection("pipelines")]
public sealed class TerminationTests : IDisposable
{
    private readonly ActorSystem _system = AkkaStreams.NewSystem();
    private readonly Custody _custody = new();
    private readonly HeldWork _work = new();

    public void Dispose()
    {
        _work.ReleaseAll();
        _system.Terminate().Wait(Patience.Limit);
        Assert.Equal(0, PipelineThreads.Count());
        _custody.AssertEmpty();
    }

    [Fact]
    public async Task Run_whose_system_is_terminated_ends_with_a_word_and_leaves_nothing()
    {
        var pipeline = Pipeline.Of<Parcel>(new() { Parallelism = 3 })
            .Map<Parcel>("first", parcel => parcel.Rework())
            .Buffer(4, Overflow.Backpressure)
            .MapAsync<Parcel>("held", async (parcel, cancel) =>
            {
                if (parcel.Number == 5) await _work.HoldAsync(parcel.Number, cancel);
                return parcel;
            })
            .GroupedWithin(2, Timeout.InfiniteTimeSpan);
        var run = pipeline.RunAsync(_custody.Numbered(int.MaxValue), engine: new AkkaEngine(_system));
        var thrown = await Assert.ThrowsAsync<InferenceException>(async () =>
        {
            await foreach (var outcome in run)
            {
                if (!outcome.TryGet(out var group, out _)) continue;
                foreach (var parcel in group) parcel.Dispose();
                if (outcome.Item == 2) await _system.Terminate(); // the next groups wait for number 5
            }
        }).WaitAsync(Patience.Limit);

        Assert.Equal((ErrorKind.Cancelled, "the actor system that ran the stream was terminated."), (thrown.Kind, thrown.Failure.Message));
        Assert.Equal((run.Progress.Taken, 0), (run.Progress.Done, run.Progress.ItemsInFlight));
        Assert.True(run.Progress.Cancelled > 0);
    }

    [Fact]
    public async Task Run_that_is_begun_while_its_system_terminates_ends()
    {
        for (var i = 0; i < 10; i++)
        {
            using var system = AkkaStreams.NewSystem();
            var engine = new AkkaEngine(system);
            var other = Pipeline.Of<int>().Map<int>("keep", item => item).RunAsync(Enumerable.Range(0, int.MaxValue), engine: engine).GetAsyncEnumerator();
            await other.MoveNextAsync();
            var killSwitch = new KillSwitch();
            var terminated = system.Terminate();
            await Assert.ThrowsAsync<InferenceException>(async () =>
            {
                await foreach (var _ in Pipeline.Of<int>().Map<int>("keep", item => item).RunAsync(Enumerable.Range(0, int.MaxValue), killSwitch, engine))
                {
                }
            }).WaitAsync(Patience.Limit);
            Assert.Equal(0, killSwitch.Runs);
            await other.DisposeAsync();
            await terminated.WaitAsync(Patience.Limit);
        }
    }

    [Fact]
    public async Task Run_on_a_system_that_is_gone_ends_with_a_word()
    {
        var engine = new AkkaEngine(_system);
        await _system.Terminate();
        var run = Pipeline.Of<int>().Map<int>("keep", item => item).RunAsync(Enumerable.Range(0, 3), engine: engine);
        var thrown = await Assert.ThrowsAsync<InferenceException>(async () =>
        {
            await foreach (var _ in run) Assert.Fail("nothing can come out");
        }).WaitAsync(Patience.Limit);
        Assert.Equal(ErrorKind.Cancelled, thrown.Kind);
    }
}
