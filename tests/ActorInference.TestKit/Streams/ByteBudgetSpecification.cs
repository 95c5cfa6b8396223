using Xunit;

namespace ActorInference.TestKit.Streams;

/// <summary>How much is under way at once, in bytes.</summary>
public abstract class ByteBudgetSpecification : EngineSpecification
{
    [Fact]
    public async Task Bytes_in_flight_stay_within_their_limit_where_items_say_what_they_weigh()
    {
        var most = 0L;
        var run = Run(Passing(Options with { MaxBytesInFlight = 350 }), From(Custody.Numbered(200, 100), () => most = Math.Max(most, Custody.Bytes)));
        await foreach (var outcome in run) outcome.Value.Dispose();
        Assert.InRange(run.Progress.MaxBytesInFlight, 100, 350);
        Assert.InRange(most, 100, 350);
        Assert.Equal(0, run.Progress.BytesInFlight);
    }

    [Fact]
    public async Task One_item_is_let_in_however_large()
    {
        var run = Run(Passing(Options with { MaxBytesInFlight = 10 }), From(Custody.Numbered(20, 100)));
        var outcomes = await AllOf(run);
        Assert.Equal(20, outcomes.Count);
        Dispose(outcomes);
        Assert.Equal((1, 100), (run.Progress.MaxItemsInFlight, run.Progress.MaxBytesInFlight));
    }

    [Fact]
    public async Task What_an_item_will_weigh_is_learnt_from_those_before_it()
    {
        // Nothing at the source, 100 after the first stage.
        var (seen, taken) = (new System.Collections.Concurrent.ConcurrentQueue<long>(), 0);
        var pipeline = Pipeline.Of<Parcel>(Options with { MaxBytesInFlight = 400 }).Map<Parcel>("grow", parcel =>
        {
            var grown = parcel.Rework(100);
            if (Volatile.Read(ref taken) >= 50) seen.Enqueue(Custody.Bytes);
            return grown;
        }).Map<Parcel>("keep", parcel => parcel.Rework());
        await foreach (var outcome in Run(pipeline, From(Custody.Numbered(300, 0))))
        {
            Volatile.Write(ref taken, taken + 1);
            outcome.Value.Dispose();
        }

        Assert.InRange(seen.Max(), 100, 400);
    }

    [Fact]
    public async Task Items_that_fail_are_dropped_or_are_cancelled_give_their_bytes_back()
    {
        var killSwitch = new KillSwitch();
        var pipeline = Pipeline.Of<Parcel>(Options with { MaxBytesInFlight = 1000 }).Map<Parcel>("fails", parcel =>
        {
            if (parcel.Number == 200) killSwitch.Abort();
            if (parcel.Number % 2 == 0) return parcel.Rework();
            parcel.Dispose();
            return new Failure(ErrorKind.InvalidInput, "odd");
        }).Buffer(2, Overflow.DropOldest).EveryNth(2).MapAsync<Parcel>("last", async (parcel, _) =>
        {
            await Task.Yield();
            return parcel.Rework();
        });
        var run = Run(pipeline, From(Custody.Numbered(400, 100)), killSwitch);
        Dispose(await AllOf(run));
        Assert.Equal((0, 0), (run.Progress.ItemsInFlight, run.Progress.BytesInFlight));
        Assert.Equal(run.Progress.Taken, run.Progress.Done);
    }

    [Fact]
    public async Task Bytes_of_what_the_consumer_holds_count_until_it_asks_for_the_next()
    {
        var run = Run(Passing(Options), From(Custody.Numbered(1, 100)));
        await using var outcomes = run.GetAsyncEnumerator();
        using var parcel = (await Next(outcomes)).Value;
        Assert.Equal(100, run.Progress.BytesInFlight);
        Assert.False(await outcomes.MoveNextAsync());
        Assert.Equal(0, run.Progress.BytesInFlight);
    }

    [Fact]
    public async Task Items_that_do_not_say_what_they_weigh_do_not_count()
    {
        var run = Run(Pipeline.Of<string>(Options with { MaxBytesInFlight = 1 }).Map<string>("keep", text => text), From(Enumerable.Range(0, 100).Select(item => $"{item}")));
        Assert.Equal(100, (await ValuesOf(run)).Count);
        Assert.Equal(0, run.Progress.MaxBytesInFlight);
    }

    private static Pipeline<Parcel, Parcel> Passing(PipelineOptions options) =>
        Pipeline.Of<Parcel>(options).Map<Parcel>("first", parcel => parcel).MapAsync<Parcel>("second", async (parcel, _) =>
        {
            await Task.Yield();
            return parcel;
        });

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_a_value_throws_that_is_asked_how_large_it_is_comes_out_at_the_end_of_the_run_which_goes_on(bool blocks)
    {
        var pipeline = Pipeline.Of<int>(Options);
        var sized = blocks ? pipeline.Map<Unweighable>("make", _ => new Unweighable()) : pipeline.MapAsync<Unweighable>("make", async (_, _) =>
        {
            await Task.Yield();
            return new Unweighable();
        });
        var seen = 0;
        var thrown = await Assert.ThrowsAsync<InvalidDataException>(() => Soon(Task.Run(async () =>
        {
            await foreach (var outcome in Run(sized, Numbers(10))) seen += outcome.Succeeded ? 1 : 0;
        })));
        Assert.Equal((10, "it has no size"), (seen, thrown.Message));
    }

    private sealed class Unweighable : IByteSized
    {
        public long ByteLength => throw new InvalidDataException("it has no size");
    }
}
