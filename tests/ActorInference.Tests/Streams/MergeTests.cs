using System.Threading.Channels;
using ActorInference.TestKit.Streams;

namespace ActorInference.Tests.Streams;

/// <summary>Several sources as one.</summary>
public sealed class MergeTests : IDisposable
{
    // Bounds a hang and measures nothing.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Custody _custody = new();
    private readonly List<IProbedSource> _sources = [];

    public void Dispose()
    {
        foreach (var source in _sources) source.AssertAtRest();
        _custody.AssertEmpty();
    }

    [Fact]
    public async Task Every_item_comes_and_each_source_keeps_its_own_order()
    {
        var merged = Sources.Merge([.. Enumerable.Range(0, 5).Select(source => Probed(Items(source, 2000, yieldsEvery: source + 1)))]);
        var seen = await All(merged);
        Assert.Equal(10_000, seen.Count);
        foreach (var source in seen.GroupBy(item => item.Source)) Assert.Equal(Enumerable.Range(0, 2000), source.Select(item => item.Number));
    }

    [Fact]
    public async Task Merge_of_nothing_is_empty()
    {
        Assert.Empty(await All(Sources.Merge<int>()));
        Assert.Empty(await All(Sources.Merge(Items(0, 0, 1), Items(1, 0, 1))));
    }

    [Fact]
    public void Source_that_is_null_is_refused() => Assert.Throws<ArgumentNullException>(() => Sources.Merge(Items(0, 1, 1), null!));

    [Fact]
    public async Task Sources_take_turns_wherever_more_than_one_has_an_item()
    {
        var sources = Enumerable.Range(0, 3).Select(_ => Handed<int>()).ToArray();
        await using var items = Sources.Merge(sources).GetAsyncEnumerator();
        for (var source = 0; source < 3; source++) await sources[source].GiveAsync(source);
        var turns = new List<int>();
        for (var i = 0; i < 21; i++)
        {
            // Each has an item waiting.
            Assert.True(await items.MoveNextAsync());
            turns.Add(items.Current);
            await sources[items.Current].GiveAsync(items.Current);
        }

        Assert.All(turns.Chunk(3), turn => Assert.Equal([0, 1, 2], turn.Order()));
    }

    [Fact]
    public async Task Fast_source_does_not_keep_a_slow_one_waiting()
    {
        var (fast, slow) = (Handed<int>(), Handed<int>());
        await using var items = Sources.Merge(fast, slow).GetAsyncEnumerator();
        await fast.GiveAsync(0);
        for (var number = 1; number <= 50; number++)
        {
            await slow.GiveAsync(number);
            Assert.True(await items.MoveNextAsync());
            if (items.Current == 0)
            {
                await fast.GiveAsync(0);
                Assert.True(await items.MoveNextAsync());
            }

            Assert.Equal(number, items.Current);
        }
    }

    [Fact]
    public async Task One_item_at_most_is_taken_ahead_of_each_source()
    {
        var probes = Enumerable.Range(0, 3).Select(source => Probed(Items(source, int.MaxValue, 0))).ToArray();
        await using var items = Sources.Merge(probes).GetAsyncEnumerator();
        await Until(() => probes.All(probe => probe.Given == 1));
        for (var i = 0; i < 200; i++) await Task.Yield();
        Assert.All(probes, probe => Assert.Equal(1, probe.Asked));
        Assert.True(await items.MoveNextAsync());
        await Until(() => probes.Sum(probe => probe.Given) == 4);
        for (var i = 0; i < 200; i++) await Task.Yield();
        Assert.Equal(4, probes.Sum(probe => probe.Asked));
    }

    [Fact]
    public async Task It_completes_when_all_have()
    {
        var channel = Channel.CreateUnbounded<(int, int)>();
        await using var items = Sources.Merge(Probed(Items(0, 3, 0)), Probed(channel.Reader.ReadAllAsync())).GetAsyncEnumerator();
        for (var i = 0; i < 3; i++) Assert.True(await items.MoveNextAsync());
        var end = items.MoveNextAsync().AsTask();
        for (var i = 0; i < 200; i++) await Task.Yield();
        Assert.False(end.IsCompleted);
        channel.Writer.Complete();
        Assert.False(await end.WaitAsync(Patience));
        Assert.False(await items.MoveNextAsync());
    }

    [Fact]
    public async Task Exception_of_a_source_cancels_the_others_and_comes_out_behind_the_items_that_wait()
    {
        for (var turn = 0; turn < 50; turn++)
        {
            var problem = new InvalidDataException("the source broke");
            var waiting = Handed<(int, int)>();
            var go = new TaskCompletionSource();
            var merged = Sources.Merge(Probed(Breaking(problem, go.Task)), waiting, Probed(Channel.CreateUnbounded<(int, int)>().Reader.ReadAllAsync()));
            await using var items = merged.GetAsyncEnumerator();
            await waiting.GiveAsync((1, 0));
            for (var i = 0; i < turn; i++) await Task.Yield();
            go.SetResult();
            Assert.True(await items.MoveNextAsync().AsTask().WaitAsync(Patience));
            Assert.Equal((1, 0), items.Current);
            for (var i = 0; i < 2; i++) Assert.Same(problem, await Assert.ThrowsAsync<InvalidDataException>(() => items.MoveNextAsync().AsTask().WaitAsync(Patience)));
        }
    }

    [Fact]
    public async Task Cancelling_cancels_all_sources()
    {
        for (var turn = 0; turn < 50; turn++)
        {
            using var cancel = new CancellationTokenSource();
            var merged = Sources.Merge([.. Enumerable.Range(0, 3).Select(_ => Probed(Channel.CreateUnbounded<int>().Reader.ReadAllAsync()))]);
            await using var items = merged.GetAsyncEnumerator(cancel.Token);
            var next = items.MoveNextAsync().AsTask();
            for (var i = 0; i < turn; i++) await Task.Yield();
            await cancel.CancelAsync();
            var thrown = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => next.WaitAsync(Patience));
            Assert.Equal(cancel.Token, thrown.CancellationToken);
        }
    }

    [Fact]
    public async Task Token_that_is_cancelled_before_is_heard()
    {
        await using var items = Sources.Merge(Probed(Channel.CreateUnbounded<int>().Reader.ReadAllAsync())).GetAsyncEnumerator(new(canceled: true));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => items.MoveNextAsync().AsTask().WaitAsync(Patience));
    }

    [Fact]
    public async Task Leaving_ends_all_sources_and_disposes_what_was_taken_ahead()
    {
        for (var count = 0; count < 20; count++)
        {
            var merged = Sources.Merge([.. Enumerable.Range(0, 3).Select(_ => Probed(_custody.Numbered(int.MaxValue).ToAsyncEnumerable()))]);
            var items = merged.GetAsyncEnumerator();
            for (var i = 0; i < count; i++)
            {
                Assert.True(await items.MoveNextAsync());
                items.Current.Dispose();
            }

            await items.DisposeAsync().AsTask().WaitAsync(Patience);
            Assert.Equal(0, _custody.Alive);
        }
    }

    [Fact]
    public async Task Callback_of_a_source_that_throws_when_it_is_cancelled_leaves_nothing_open()
    {
        var items = Sources.Merge(Probed(Thorny()), Probed(Items(1, int.MaxValue, 1))).GetAsyncEnumerator();
        Assert.True(await items.MoveNextAsync());
        await items.DisposeAsync().AsTask().WaitAsync(Patience);
    }

    [Fact]
    public async Task Elements_that_equal_default_are_elements() =>
        Assert.Equal(new string?[200], await All(Sources.Merge(new string?[100].ToAsyncEnumerable(), new string?[100].ToAsyncEnumerable())));

    [Fact]
    public async Task Merged_sources_feed_a_pipeline_until_it_is_shut_down()
    {
        var killSwitch = new KillSwitch();
        var merged = Sources.Merge(Probed(_custody.Numbered(int.MaxValue).ToAsyncEnumerable()), Probed(_custody.Numbered(int.MaxValue).ToAsyncEnumerable()));
        var run = Pipeline.Of<Parcel>().Map<Parcel>("keep", parcel => parcel.Rework()).RunAsync(merged, killSwitch);
        var count = 0;
        await foreach (var outcome in run)
        {
            outcome.Value.Dispose();
            if (++count == 100) killSwitch.Shutdown();
        }

        Assert.Equal(run.Progress.Taken, count);
    }

    private static async Task<IReadOnlyList<T>> All<T>(IAsyncEnumerable<T> items) => await items.ToListAsync().AsTask().WaitAsync(Patience);

    private static async Task Until(Func<bool> condition)
    {
        var began = TimeProvider.System.GetTimestamp();
        while (!condition())
        {
            Assert.True(TimeProvider.System.GetElapsedTime(began) < Patience, "it did not come about");
            await Task.Yield();
        }
    }

    private static async IAsyncEnumerable<(int Source, int Number)> Items(int source, int count, int yieldsEvery)
    {
        for (var number = 0; number < count; number++)
        {
            if (yieldsEvery > 0 && number % yieldsEvery == 0) await Task.Yield();
            yield return (source, number);
        }
    }

    private static async IAsyncEnumerable<(int, int)> Breaking(Exception problem, Task go)
    {
        await go;
        if (problem is not null) throw problem;
        yield return default;
    }

    private static async IAsyncEnumerable<(int, int)> Thorny([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancel = default)
    {
        await using var registration = cancel.Register(() => throw new InvalidDataException("a thorn"));
        while (!cancel.IsCancellationRequested)
        {
            await Task.Yield();
            yield return default;
        }
    }

    private ProbedSource<T> Probed<T>(IAsyncEnumerable<T> items)
    {
        var source = new ProbedSource<T>(items);
        _sources.Add(source);
        return source;
    }

    private HandedSource<T> Handed<T>()
    {
        var source = new HandedSource<T>();
        _sources.Add(source);
        return source;
    }
}
