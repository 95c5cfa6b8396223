using System.Threading.Channels;
using Xunit;

namespace ActorInference.TestKit.Streams;

/// <summary>Buffers that are full: at the source, where they take what comes, and between two stages.</summary>
public abstract class BufferSpecification : EngineSpecification
{
    private readonly Channel<Parcel> _channel = Channel.CreateUnbounded<Parcel>();

    [Theory]
    [InlineData(Overflow.DropNewest, new[] { 1, 2 })]
    [InlineData(Overflow.DropOldest, new[] { 4, 5 })]
    [InlineData(Overflow.LatestOnly, new[] { 5 })]
    public async Task Full_buffer_at_the_source_drops_as_its_policy_says(Overflow overflow, int[] kept) =>
        await Drops(Pipeline.Of<Parcel>(Options).Buffer(2, overflow), kept, buffer: 0);

    [Theory]
    [InlineData(Overflow.DropNewest, new[] { 1, 2 })]
    [InlineData(Overflow.DropOldest, new[] { 4, 5 })]
    [InlineData(Overflow.LatestOnly, new[] { 5 })]
    public async Task Full_buffer_between_stages_drops_as_its_policy_says(Overflow overflow, int[] kept) =>
        await Drops(Pipeline.Of<Parcel>(Options with { Parallelism = 1 }).Map<Parcel>("first", parcel => parcel.Rework()).Buffer(2, overflow), kept, buffer: 1);

    [Fact]
    public async Task Latest_only_keeps_one_where_it_has_room_for_one() =>
        await Drops(Pipeline.Of<Parcel>(Options).Buffer(1, Overflow.LatestOnly), [5], buffer: 0);

    [Fact]
    public async Task Full_buffer_that_back_pressures_slows_the_source_and_drops_nothing()
    {
        var source = From(Custody.Numbered(50));
        var run = Run(Pipeline.Of<Parcel>(Options).Buffer(3, Overflow.Backpressure), source);
        await using var outcomes = run.GetAsyncEnumerator();
        for (var item = 0; item < 50; item++)
        {
            var outcome = await Next(outcomes);
            Assert.Equal(item, outcome.Value.Number);
            outcome.Value.Dispose();
            await Until(() => source.Given == Math.Min(item + 4, 50));
            await Temptation();
            Assert.InRange(source.Asked, 1, Math.Min(item + 4, 51));
        }

        Assert.False(await Soon(outcomes.MoveNextAsync().AsTask()));
        Assert.Equal((50, 0), (run.Progress.Succeeded, run.Progress.Dropped));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Full_buffer_that_fails_ends_the_stream_with_the_item_that_found_no_room(bool isAtSource)
    {
        var pipeline = Pipeline.Of<Parcel>(Options with { Parallelism = 1 });
        if (!isAtSource) pipeline = pipeline.Map<Parcel>("first", parcel => parcel.Rework());
        var run = Run(pipeline.Buffer(2, Overflow.Fail), From(_channel.Reader.ReadAllAsync()));
        await using var outcomes = run.GetAsyncEnumerator();
        await HoldFirst(outcomes);
        for (var item = 1; item <= 3; item++) await Give(run, item);
        await Until(() => run.Progress.Stages[^1].Failed == 1); // the last may be on its way from one stage to the next
        foreach (var item in new[] { 1, 2 }) AssertFailed(item, ErrorKind.Cancelled, await Next(outcomes));
        AssertFailed(3, ErrorKind.Overloaded, await Next(outcomes));
        Assert.False(await Soon(outcomes.MoveNextAsync().AsTask()));
        Assert.Equal((4, 1, 1, 2), (run.Progress.Taken, run.Progress.Succeeded, run.Progress.Failed, run.Progress.Cancelled));
        Assert.Equal(1, run.Progress.Stages[^1].Failed);
        Assert.Equal(0, Custody.Alive);
    }

    [Fact]
    public async Task One_item_alone_is_overloaded_when_the_stream_ends_with_it()
    {
        var work = new HeldWork();
        var pipeline = Pipeline.Of<Parcel>(Options).MapAsync<Parcel>("held", async (parcel, cancel) =>
        {
            await work.HoldAsync(parcel.Number, cancel);
            return parcel;
        }, new() { Parallelism = 8 }).Buffer(1, Overflow.Fail);
        var run = Run(pipeline, From(Custody.Numbered(8)));
        await using var outcomes = run.GetAsyncEnumerator();
        work.Release(0);
        (await Next(outcomes)).Value.Dispose();
        await work.Begins(8);
        work.ReleaseAll();
        await Until(() => run.Progress.Stages[1].Failed > 0);
        var rest = new List<ItemOutcome<Parcel>>();
        while (await Soon(outcomes.MoveNextAsync().AsTask())) rest.Add(outcomes.Current);
        Assert.Equal([1, 2, 3, 4, 5, 6, 7], rest.Select(outcome => outcome.Item));
        Assert.Single(rest, outcome => outcome.Failure?.Kind == ErrorKind.Overloaded);
        Dispose(rest);
    }

    [Fact]
    public async Task What_waits_in_a_buffer_at_the_source_counts_on_top_of_the_items_in_flight()
    {
        var run = Run(Pipeline.Of<Parcel>(Options with { MaxItemsInFlight = 1 }).Buffer(3, Overflow.DropOldest).Map<Parcel>("last", parcel => parcel.Rework()), From(_channel.Reader.ReadAllAsync()));
        await using var outcomes = run.GetAsyncEnumerator();
        await HoldFirst(outcomes);
        for (var item = 1; item <= 5; item++) await Give(run, item);
        Assert.Equal((1, 3, 2), (run.Progress.ItemsInFlight, run.Progress.Stages[0].Waiting, run.Progress.Dropped));
        _channel.Writer.Complete();
        foreach (var item in new[] { 3, 4, 5 })
        {
            using var parcel = (await Next(outcomes)).Value;
            Assert.Equal((item, 1), (parcel.Number, run.Progress.ItemsInFlight));
        }

        Assert.False(await Soon(outcomes.MoveNextAsync().AsTask()));
        Assert.Equal(1, run.Progress.MaxItemsInFlight);
    }

    [Theory]
    [InlineData(Overflow.Backpressure)]
    [InlineData(Overflow.DropNewest)]
    [InlineData(Overflow.DropOldest)]
    [InlineData(Overflow.LatestOnly)]
    [InlineData(Overflow.Fail)]
    public async Task What_waits_ends_as_cancelled_and_is_not_dropped_when_the_run_is_aborted(Overflow overflow)
    {
        var killSwitch = new KillSwitch();
        var run = Run(Pipeline.Of<Parcel>(Options).Buffer(4, overflow), From(_channel.Reader.ReadAllAsync()), killSwitch);
        await using var outcomes = run.GetAsyncEnumerator();
        await HoldFirst(outcomes);
        for (var item = 1; item <= 4; item++) await Give(run, item);
        killSwitch.Abort();
        for (var item = 1; item <= 4; item++) AssertFailed(item, ErrorKind.Cancelled, await Next(outcomes));
        Assert.False(await Soon(outcomes.MoveNextAsync().AsTask()));
        Assert.Equal((5, 1, 4, 0), (run.Progress.Taken, run.Progress.Succeeded, run.Progress.Cancelled, run.Progress.Dropped));
    }

    [Fact]
    public async Task Cancelled_items_are_not_dropped_by_a_full_buffer()
    {
        var (work, killSwitch) = (new HeldWork(), new KillSwitch());
        var pipeline = Pipeline.Of<Parcel>(Options).MapAsync<Parcel>("held", async (parcel, cancel) =>
        {
            await work.HoldAsync(parcel.Number, cancel);
            return parcel;
        }).Buffer(1, Overflow.DropNewest);
        var run = Run(pipeline, From(Custody.Numbered(int.MaxValue)), killSwitch);
        await using var outcomes = run.GetAsyncEnumerator();
        work.Release(0);
        (await Next(outcomes)).Value.Dispose();
        await Until(() => run.Progress.Taken == 9);
        killSwitch.Abort();
        for (var item = 1; item <= 8; item++) AssertFailed(item, ErrorKind.Cancelled, await Next(outcomes));
        Assert.False(await Soon(outcomes.MoveNextAsync().AsTask()));
    }

    [Fact]
    public async Task Shutdown_empties_a_buffer_into_the_sink()
    {
        var killSwitch = new KillSwitch();
        var run = Run(Pipeline.Of<Parcel>(Options).Buffer(4, Overflow.DropOldest), From(_channel.Reader.ReadAllAsync()), killSwitch);
        await using var outcomes = run.GetAsyncEnumerator();
        await HoldFirst(outcomes);
        for (var item = 1; item <= 4; item++) await Give(run, item);
        killSwitch.Shutdown();
        for (var item = 1; item <= 4; item++)
        {
            using var parcel = (await Next(outcomes)).Value;
            Assert.Equal(item, parcel.Number);
        }

        Assert.False(await Soon(outcomes.MoveNextAsync().AsTask()));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    public async Task Every_nth_item_is_kept_beginning_with_the_first_and_the_others_are_dropped(int n)
    {
        var run = Run(Pipeline.Of<Parcel>(Options).EveryNth(n).Map<Parcel>("last", parcel => parcel.Rework()).EveryNth(2), From(Custody.Numbered(100)));
        var outcomes = await AllOf(run);
        Assert.Equal(Enumerable.Range(0, 100).Where(item => item % (2 * n) == 0), outcomes.Select(outcome => outcome.Value.Number));
        Assert.Equal((100, outcomes.Count, 100 - outcomes.Count), (run.Progress.Taken, run.Progress.Succeeded, run.Progress.Dropped));
        Assert.Equal(run.Progress.Dropped, run.Progress.Stages[0].Dropped + run.Progress.Stages[2].Dropped);
        Dispose(outcomes);
    }

    [Fact]
    public async Task Failed_items_are_not_counted_by_every_nth()
    {
        var pipeline = Pipeline.Of<int>(Options).Map<int>("fails", item => item % 2 == 0 ? new Failure(ErrorKind.InvalidInput, "even") : item).EveryNth(3);
        var outcomes = await AllOf(Run(pipeline, Numbers(12)));
        Assert.Equal([0, 1, 2, 4, 6, 7, 8, 10], outcomes.Select(outcome => outcome.Item));
    }

    private static void AssertFailed(int item, ErrorKind kind, ItemOutcome<Parcel> outcome) => Assert.Equal((item, kind), (outcome.Item, outcome.Failure?.Kind));

    // The consumer has the first item and asks for no other.
    private async Task HoldFirst(IAsyncEnumerator<ItemOutcome<Parcel>> outcomes)
    {
        _channel.Writer.TryWrite(Custody.Make(0));
        using var parcel = (await Next(outcomes)).Value;
        Assert.Equal(0, parcel.Number);
    }

    private async Task Give(PipelineRun<Parcel> run, int item)
    {
        _channel.Writer.TryWrite(Custody.Make(item));
        await Until(() => run.Progress.Taken == item + 1);
        if (run.Progress.Stages.Count > 1 && run.Progress.Stages[0].Name != "buffer") await Until(() => run.Progress.Stages[0] is { Waiting: 0, Running: 0 });
    }

    private async Task Drops(Pipeline<Parcel, Parcel> pipeline, int[] kept, int buffer)
    {
        var run = Run(pipeline, From(_channel.Reader.ReadAllAsync()));
        await using var outcomes = run.GetAsyncEnumerator();
        await HoldFirst(outcomes);
        for (var item = 1; item <= 5; item++) await Give(run, item);
        var dropped = 5 - kept.Length;
        await Until(() => run.Progress.Dropped == dropped); // an element may be on its way from one stage to the next
        Assert.Equal(dropped, run.Progress.Stages[buffer].Dropped);
        await Until(() => Custody.Alive == kept.Length); // what is dropped is disposed
        _channel.Writer.Complete();
        foreach (var item in kept)
        {
            var outcome = await Next(outcomes);
            using var parcel = outcome.Value;
            Assert.Equal((item, item), (parcel.Number, outcome.Item));
        }

        Assert.False(await Soon(outcomes.MoveNextAsync().AsTask()));
        Assert.Equal((6, 1 + kept.Length, dropped), (run.Progress.Taken, run.Progress.Succeeded, run.Progress.Dropped));
    }
}
