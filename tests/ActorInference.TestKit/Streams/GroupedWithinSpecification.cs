using System.Threading.Channels;
using Xunit;

namespace ActorInference.TestKit.Streams;

/// <summary>Groups by count, time, end and failure.</summary>
public abstract class GroupedWithinSpecification : EngineSpecification
{
    private static readonly TimeSpan Within = TimeSpan.FromSeconds(10);

    private readonly Channel<int> _channel = Channel.CreateUnbounded<int>();

    [Theory]
    [InlineData(1, 10)]
    [InlineData(3, 10)]
    [InlineData(10, 10)]
    [InlineData(11, 10)]
    [InlineData(3, 0)]
    public async Task Group_is_emitted_when_its_count_is_there_and_the_last_when_the_stream_ends(int count, int items)
    {
        var groups = await AllOf(Run(Pipeline.Of<int>(Options).GroupedWithin(count, Within), Numbers(items)));
        Assert.Equal(Enumerable.Range(0, items).Chunk(count), groups.Select(group => group.Value));
        Assert.Equal(Enumerable.Range(0, items).Where(item => item % count == 0), groups.Select(group => (int)group.Item)); // the number of its first
    }

    [Fact]
    public async Task Group_is_emitted_when_its_time_has_passed_since_its_first_came()
    {
        var run = Run(Pipeline.Of<int>(Options).GroupedWithin(5, Within), From(_channel.Reader.ReadAllAsync()));
        await using var groups = run.GetAsyncEnumerator();
        var first = Next(groups);
        await Give(run, 0);
        Time.Advance(Within * 0.6);
        await Give(run, 1);
        Time.Advance((Within * 0.4) - TimeSpan.FromTicks(1));
        await Temptation();
        Assert.False(first.IsCompleted);
        Time.Advance(TimeSpan.FromTicks(1));
        Assert.Equal([0, 1], (await first).Value);

        // The next has a time of its own.
        var second = Next(groups);
        Time.Advance(Within * 3);
        await Give(run, 2);
        Time.Advance(Within - TimeSpan.FromTicks(1));
        await Temptation();
        Assert.False(second.IsCompleted);
        Time.Advance(TimeSpan.FromTicks(1));
        Assert.Equal([2], (await second).Value);
        _channel.Writer.Complete();
        Assert.False(await Soon(groups.MoveNextAsync().AsTask()));
    }

    [Fact]
    public async Task Empty_group_is_never_emitted()
    {
        var run = Run(Pipeline.Of<int>(Options).GroupedWithin(2, Within), From(_channel.Reader.ReadAllAsync()));
        await using var groups = run.GetAsyncEnumerator();
        var next = Next(groups);
        await Give(run, 0);
        await Give(run, 1);
        Assert.Equal([0, 1], (await next).Value);
        var end = groups.MoveNextAsync().AsTask();
        for (var i = 0; i < 5; i++) Time.Advance(Within);
        await Temptation();
        Assert.False(end.IsCompleted);
        _channel.Writer.Complete();
        Assert.False(await Soon(end));
    }

    [Fact]
    public async Task Group_without_a_time_waits_for_as_long_as_it_takes()
    {
        var run = Run(Pipeline.Of<int>(Options).GroupedWithin(2, Timeout.InfiniteTimeSpan), From(_channel.Reader.ReadAllAsync()));
        await using var groups = run.GetAsyncEnumerator();
        var next = Next(groups);
        await Give(run, 0);
        Assert.Equal(0, Time.Timers);
        Time.Advance(TimeSpan.FromDays(40));
        await Temptation();
        Assert.False(next.IsCompleted);
        await Give(run, 1);
        Assert.Equal([0, 1], (await next).Value);
    }

    [Fact]
    public async Task Failed_item_ends_the_group_before_it_and_goes_its_own_way_behind()
    {
        var pipeline = Pipeline.Of<int>(Options).Map<int>("fails", item => item is 0 or 4 or 5 ? new Failure(ErrorKind.InvalidInput, $"{item}") : item).GroupedWithin(3, Timeout.InfiniteTimeSpan);
        var outcomes = await AllOf(Run(pipeline, Numbers(8)));
        Assert.Equal(["0", "1,2,3", "4", "5", "6,7"], outcomes.Select(outcome => outcome.TryGet(out var group, out var failure) ? string.Join(',', group) : failure.Message));
        Assert.Equal([0, 1, 4, 5, 6], outcomes.Select(outcome => outcome.Item));
    }

    [Fact]
    public async Task Failed_item_ends_a_group_that_is_not_full()
    {
        var pipeline = Pipeline.Of<int>(Options).Map<int>("fails", item => item == 2 ? new Failure(ErrorKind.InvalidInput, "two") : item).GroupedWithin(5, Timeout.InfiniteTimeSpan);
        var run = Run(pipeline, From(_channel.Reader.ReadAllAsync()));
        await using var groups = run.GetAsyncEnumerator();
        var next = Next(groups);
        for (var item = 0; item < 3; item++) await Give(run, item);
        Assert.Equal([0, 1], (await next).Value);
        Assert.Equal("two", (await Next(groups)).Failure!.Message);
    }

    [Fact]
    public async Task Stage_back_pressures_when_a_group_is_complete_and_not_taken()
    {
        var source = Endless();
        await using var groups = Run(Pipeline.Of<int>(Options).GroupedWithin(4, Within), source).GetAsyncEnumerator();
        await Next(groups);
        await Until(() => source.Given == 8);
        await Temptation();
        Assert.Equal(8, source.Asked); // the group that the consumer has, and the one that waits
    }

    [Fact]
    public async Task Group_counts_as_its_items_in_progress_and_budget()
    {
        var run = Run(Pipeline.Of<Parcel>(Options with { MaxItemsInFlight = 4 }).GroupedWithin(4, Within), From(Custody.Numbered(10, 100)));
        await using var groups = run.GetAsyncEnumerator();
        var seen = 0;
        while (await Soon(groups.MoveNextAsync().AsTask()))
        {
            seen += groups.Current.Value.Count;
            Assert.Equal((seen, groups.Current.Value.Count, 100 * groups.Current.Value.Count), (run.Progress.Succeeded, run.Progress.ItemsInFlight, run.Progress.BytesInFlight));
            foreach (var parcel in groups.Current.Value) parcel.Dispose();
        }

        Assert.Equal((10, 4), (seen, run.Progress.MaxItemsInFlight));
        Assert.Equal(10, run.Progress.Stages[0].Succeeded);
    }

    [Theory]
    [InlineData(3, long.MaxValue)]
    [InlineData(1, long.MaxValue)]
    [InlineData(null, 350)]
    [InlineData(null, 1)]
    public async Task Group_that_is_larger_than_the_budget_is_emitted_when_nothing_more_is_let_in(int? items, long bytes)
    {
        var pipeline = Pipeline.Of<Parcel>(Options with { MaxItemsInFlight = items, MaxBytesInFlight = bytes }).Map<Parcel>("first", parcel => parcel).GroupedWithin(8, Timeout.InfiniteTimeSpan);
        var run = Run(pipeline, From(Custody.Numbered(20, 100)));
        var seen = new List<int>();
        var all = Soon(Task.Run(async () =>
        {
            await foreach (var group in run)
            {
                foreach (var parcel in group.Value)
                {
                    seen.Add(parcel.Number);
                    parcel.Dispose();
                }
            }
        }));
        await all;
        Assert.Equal(Enumerable.Range(0, 20), seen);
        Assert.InRange(run.Progress.MaxItemsInFlight, 1, items ?? 4);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(5)]
    [InlineData(8)]
    public async Task Groups_of_groups_that_are_larger_than_the_budget_are_emitted_when_nothing_more_is_let_in(int items)
    {
        var pipeline = Pipeline.Of<int>(Options with { MaxItemsInFlight = items }).GroupedWithin(3, Timeout.InfiniteTimeSpan).GroupedWithin(3, Timeout.InfiniteTimeSpan);
        var groups = await ValuesOf(Run(pipeline, Numbers(100)));
        Assert.Equal(Enumerable.Range(0, 100), groups.SelectMany(group => group).SelectMany(group => group));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_was_gathered_ends_as_cancelled_or_is_emitted_when_the_switch_is_flipped(bool aborts)
    {
        var channel = Channel.CreateUnbounded<Parcel>();
        var killSwitch = new KillSwitch();
        var run = Run(Pipeline.Of<Parcel>(Options).GroupedWithin(5, Within), From(channel.Reader.ReadAllAsync()), killSwitch);
        var all = AllOf(run);
        for (var item = 0; item < 3; item++) channel.Writer.TryWrite(Custody.Make(item));
        await Until(() => run.Progress.Stages[0].Waiting == 3);
        if (aborts) killSwitch.Abort();
        else killSwitch.Shutdown();
        var outcomes = await all;
        if (aborts) Assert.Equal([0, 1, 2], outcomes.Where(outcome => outcome.Failure?.Kind == ErrorKind.Cancelled).Select(outcome => outcome.Item));
        else foreach (var parcel in Assert.Single(outcomes).Value) parcel.Dispose();
    }

    [Fact]
    public async Task Complete_group_that_is_not_taken_ends_as_cancelled_as_one_when_the_stream_is_aborted()
    {
        var killSwitch = new KillSwitch();
        var run = Run(Pipeline.Of<Parcel>(Options).GroupedWithin(4, Within), From(Custody.Numbered(int.MaxValue)), killSwitch);
        await using var groups = run.GetAsyncEnumerator();
        foreach (var parcel in (await Next(groups)).Value) parcel.Dispose();
        await Until(() => run.Progress.Stages[0].Waiting == 4);
        killSwitch.Abort("enough.");
        Assert.Equal(0, Custody.Alive);
        var cancelled = await Next(groups);
        Assert.Equal((4, new(ErrorKind.Cancelled, "enough.")), (cancelled.Item, cancelled.Failure));
        Assert.False(await Soon(groups.MoveNextAsync().AsTask()));
        Assert.Equal((8, 4, 4), (run.Progress.Taken, run.Progress.Succeeded, run.Progress.Cancelled)); // it counts as its items
        Assert.Equal(4, run.Progress.Stages[0].Succeeded);
    }

    [Fact]
    public async Task Groups_of_groups_are_disposed_with_all_that_is_in_them()
    {
        var work = new HeldWork();
        var pipeline = Pipeline.Of<Parcel>(Options with { Parallelism = 1 }).GroupedWithin(2, Within).GroupedWithin(2, Within).MapAsync<int>("held", async (groups, cancel) =>
        {
            await work.HoldAsync(0, cancel);
            return groups.Count;
        });
        var run = Run(pipeline, From(Custody.Numbered(int.MaxValue)));
        var outcomes = run.GetAsyncEnumerator();
        var next = outcomes.MoveNextAsync().AsTask();
        await Until(() => run.Progress.Stages is [{ Waiting: 2 }, { Waiting: 4 }, { Waiting: 1, Running: 1 }]);
        await Soon(outcomes.DisposeAsync().AsTask());
        await Soon(next);
        Assert.Equal(0, Custody.Alive);
    }

    private async Task Give(PipelineRun<IReadOnlyList<int>> run, int item)
    {
        _channel.Writer.TryWrite(item);
        await Until(() => run.Progress.Taken == item + 1);
        await Until(() => run.Progress.Stages[^1].Waiting + run.Progress.Stages[^1].Succeeded >= item + 1); // the group has it, or had it
    }
}
