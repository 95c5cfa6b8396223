using System.Threading.Channels;
using Xunit;

namespace ActorInference.TestKit.Streams;

/// <summary>Sources that are slow, throw, or do not listen.</summary>
public abstract class SourceSpecification : EngineSpecification
{
    private readonly InvalidDataException _problem = new("the source broke");

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(25)]
    public async Task What_a_source_gave_before_it_threw_is_finished_first(int count)
    {
        var (run, seen) = (Run(Waiting(), From(Throwing(count))), 0);
        var thrown = await Assert.ThrowsAsync<InvalidDataException>(async () =>
        {
            await foreach (var outcome in run) Assert.Equal(seen++, outcome.Value);
        });
        Assert.Same(_problem, thrown);
        Assert.Equal((count, count), (seen, run.Progress.Succeeded));
    }

    [Fact]
    public async Task Source_that_throws_when_it_is_enumerated_ends_the_stream() =>
        Assert.Same(_problem, await Assert.ThrowsAsync<InvalidDataException>(() => AllOf(Run(Waiting(), new Broken(_problem, atStart: true)))));

    [Fact]
    public async Task Source_that_throws_when_it_is_disposed_ends_the_stream() =>
        Assert.Same(_problem, await Assert.ThrowsAsync<InvalidDataException>(() => AllOf(Run(Waiting(), new Broken(_problem, atStart: false)))));

    [Fact]
    public async Task Source_that_says_cancelled_though_nobody_asked_ends_the_stream_so() =>
        await Assert.ThrowsAsync<OperationCanceledException>(() => AllOf(Run(Waiting(), From(Saying(new OperationCanceledException())))));

    [Fact]
    public async Task Exception_of_the_source_comes_again_when_one_asks_again()
    {
        await using var outcomes = Run(Waiting(), From(Throwing(0))).GetAsyncEnumerator();
        for (var i = 0; i < 3; i++) Assert.Same(_problem, await Assert.ThrowsAsync<InvalidDataException>(async () => await outcomes.MoveNextAsync()));
    }

    [Fact]
    public async Task Outcomes_of_a_slow_source_come_one_by_one()
    {
        var channel = Channel.CreateUnbounded<int>();
        await using var outcomes = Run(Waiting(), From(channel.Reader.ReadAllAsync())).GetAsyncEnumerator();
        for (var item = 0; item < 20; item++)
        {
            var next = Next(outcomes);
            await Temptation();
            Assert.False(next.IsCompleted);
            channel.Writer.TryWrite(item);
            Assert.Equal(item, (await next).Value);
        }

        channel.Writer.Complete();
        Assert.False(await Soon(outcomes.MoveNextAsync().AsTask()));
    }

    [Fact]
    public async Task Source_that_does_not_listen_is_waited_for_and_what_it_gives_then_ends_as_cancelled()
    {
        var give = new TaskCompletionSource<Parcel>(TaskCreationOptions.RunContinuationsAsynchronously);
        var source = From(Deaf(give.Task));
        var killSwitch = new KillSwitch();
        var all = AllOf(Run(Pipeline.Of<Parcel>(Options).Map<Parcel>("never", parcel => throw new InvalidOperationException($"{parcel.Number}")), source, killSwitch));
        await Until(() => source.Asked == 1);
        killSwitch.Abort("enough.");
        await Temptation();
        Assert.False(all.IsCompleted);
        give.SetResult(Custody.Make(7));
        var outcome = Assert.Single(await all);
        Assert.Equal(new Failure(ErrorKind.Cancelled, "enough."), outcome.Failure);
        Assert.Equal(0, Custody.Alive);
    }

    [Fact]
    public async Task What_a_source_gives_after_shutdown_is_finished()
    {
        var give = new TaskCompletionSource<Parcel>(TaskCreationOptions.RunContinuationsAsynchronously);
        var source = From(Deaf(give.Task));
        var killSwitch = new KillSwitch();
        var all = AllOf(Run(Pipeline.Of<Parcel>(Options).Map<Parcel>("keep", parcel => parcel), source, killSwitch));
        await Until(() => source.Asked == 1);
        killSwitch.Shutdown();
        give.SetResult(Custody.Make(7));
        var outcomes = await all;
        Assert.Equal(7, Assert.Single(outcomes).Value.Number);
        Assert.Equal(1, source.Asked);
        Dispose(outcomes);
    }

    [Fact]
    public async Task Source_that_throws_because_it_was_told_to_end_is_heard_of_unless_it_says_cancelled()
    {
        foreach (var (thrown, isHeard) in new (Exception, bool)[] { (new OperationCanceledException(), false), (_problem, true) })
        {
            var killSwitch = new KillSwitch();
            var source = From(OnCancel(thrown));
            var all = AllOf(Run(Waiting(), source, killSwitch));
            await Until(() => source.Asked == 1);
            killSwitch.Shutdown();
            if (isHeard) Assert.Same(_problem, await Assert.ThrowsAsync<InvalidDataException>(() => all));
            else Assert.Empty(await all);
        }
    }

    [Fact]
    public async Task Numbers_of_items_are_their_places_in_the_source()
    {
        var outcomes = await AllOf(Run(Waiting().EveryNth(3), Numbers(20)));
        Assert.Equal([0, 3, 6, 9, 12, 15, 18], outcomes.Select(outcome => outcome.Item));
    }

    private Pipeline<int, int> Waiting() => Pipeline.Of<int>(Options).MapAsync<int>("waits", async (item, _) =>
    {
        await Task.Yield();
        return item;
    });

    private async IAsyncEnumerable<int> Throwing(int count)
    {
        for (var item = 0; item < count; item++)
        {
            if (item % 3 == 0) await Task.Yield();
            yield return item;
        }

        throw _problem;
    }

    private static async IAsyncEnumerable<int> Saying(Exception problem)
    {
        yield return 0;
        await Task.Yield();
        throw problem;
    }

    private static async IAsyncEnumerable<Parcel> Deaf(Task<Parcel> item)
    {
        yield return await item;
    }

    private static async IAsyncEnumerable<int> OnCancel(Exception problem, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancel = default)
    {
        var told = new TaskCompletionSource();
        using var registration = cancel.Register(told.SetResult);
        await told.Task;
        if (problem is not null) throw problem;
        yield return 0;
    }

    private sealed class Broken(Exception problem, bool atStart) : IAsyncEnumerable<int>, IAsyncEnumerator<int>
    {
        public int Current => 0;

        public IAsyncEnumerator<int> GetAsyncEnumerator(CancellationToken cancellationToken = default) => atStart ? throw problem : this;

        public ValueTask<bool> MoveNextAsync() => new(false);

        public ValueTask DisposeAsync() => throw problem;
    }
}
