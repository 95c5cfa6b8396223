using Xunit;

namespace ActorInference.TestKit.Streams;

/// <summary>Items that fail, in every way and in every stage: each alone, unless the stream is told to end with the first.</summary>
public abstract class FailureSpecification : EngineSpecification
{
    private const int Bad = 13;

    /// <summary>How work may fail, and what its outcome then says.</summary>
    public static TheoryData<string, ErrorKind, string> Ways => new()
    {
        { "value", ErrorKind.NotFound, "it is not there" },
        { "default", ErrorKind.Internal, "This is a bug: an outcome was read that nobody had set." },
        { "throw", ErrorKind.Internal, "the stage 'bad' threw InvalidDataException: it broke." },
        { "throw async", ErrorKind.Internal, "the stage 'bad' threw InvalidDataException: it broke." },
        { "known", ErrorKind.DeviceLost, "the device is gone" },
        { "known async", ErrorKind.DeviceLost, "the device is gone" },
        { "cancel", ErrorKind.Cancelled, "the stage 'bad' cancelled its work." },
        { "cancel async", ErrorKind.Cancelled, "the stage 'bad' cancelled its work." },
        { "cancelled task", ErrorKind.Cancelled, "the stage 'bad' cancelled its work." },
        { "memory", ErrorKind.OutOfMemory, "the stage 'bad' ran out of memory." },
    };

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task Item_fails_alone_in_work_that_waits(string way, ErrorKind kind, string message)
    {
        for (var place = 0; place < 3; place++)
        {
            var run = Run(Chain(place, pipeline => pipeline.MapAsync<Parcel>("bad", (parcel, _) => parcel.Number == Bad ? Fail(way, parcel) : new(parcel.Rework()))), From(Custody.Numbered(40)));
            await OnlyOneFails(run, place, kind, message);
        }
    }

    [Theory]
    [InlineData("value", ErrorKind.NotFound, "it is not there")]
    [InlineData("default", ErrorKind.Internal, "This is a bug: an outcome was read that nobody had set.")]
    [InlineData("throw", ErrorKind.Internal, "the stage 'bad' threw InvalidDataException: it broke.")]
    [InlineData("known", ErrorKind.DeviceLost, "the device is gone")]
    [InlineData("cancel", ErrorKind.Cancelled, "the stage 'bad' cancelled its work.")]
    [InlineData("memory", ErrorKind.OutOfMemory, "the stage 'bad' ran out of memory.")]
    public async Task Item_fails_alone_in_work_that_blocks(string way, ErrorKind kind, string message)
    {
        for (var place = 0; place < 3; place++)
        {
            var run = Run(Chain(place, pipeline => pipeline.Map<Parcel>("bad", parcel => parcel.Number == Bad ? Fail(way, parcel).AsTask().GetAwaiter().GetResult() : parcel.Rework())), From(Custody.Numbered(40)));
            await OnlyOneFails(run, place, kind, message);
        }
    }

    [Fact]
    public async Task Failed_item_is_worked_on_no_more()
    {
        var seen = 0;
        var pipeline = Pipeline.Of<int>(Options).Map<int>("fails", _ => new Failure(ErrorKind.InvalidInput, "no")).Map<int>("never", item =>
        {
            Interlocked.Increment(ref seen);
            return item;
        });
        var outcomes = await AllOf(Run(pipeline, Numbers(100)));
        Assert.Equal((100, 0), (outcomes.Count, seen));
        Assert.All(outcomes, outcome => Assert.Equal(ErrorKind.InvalidInput, outcome.Failure?.Kind));
    }

    [Fact]
    public async Task Cancelled_tasks_fail_their_items_and_no_other_however_many()
    {
        var pipeline = Pipeline.Of<int>(Options).MapAsync<int>("bad", async (item, _) =>
        {
            if (item % 2 == 0) await Task.Yield();
            if (item % 3 == 0) await Task.FromCanceled(new CancellationToken(canceled: true));
            return item;
        });
        var outcomes = await AllOf(Run(pipeline, Numbers(3000)));
        Assert.Equal(Enumerable.Range(0, 3000), outcomes.Select(outcome => (int)outcome.Item));
        Assert.All(outcomes, outcome => Assert.Equal(outcome.Item % 3 == 0 ? ErrorKind.Cancelled : null, outcome.Failure?.Kind));
    }

    [Fact]
    public async Task Value_that_throws_when_it_is_disposed_ends_the_stream_with_that_when_the_others_have_ended()
    {
        var pipeline = Pipeline.Of<Thorny>(Options).Map<Thorny>("throws", item => item.Number == 3 ? throw new InvalidDataException("it broke") : item);
        var seen = new List<long>();
        await Assert.ThrowsAsync<InvalidCastException>(async () =>
        {
            await foreach (var outcome in Run(pipeline, From(Enumerable.Range(0, 10).Select(number => new Thorny(number))))) seen.Add(outcome.Item);
        });
        Assert.Equal(10, seen.Count);
    }

    [Fact]
    public async Task Fail_fast_cancels_what_is_in_flight_and_takes_nothing_more()
    {
        var work = new HeldWork();
        var pipeline = Pipeline.Of<int>(Options with { FailFast = true, Parallelism = 2 }).MapAsync<int>("held", async (item, cancel) =>
        {
            await work.HoldAsync(item, cancel);
            return item == 1 ? new Failure(ErrorKind.InvalidInput, "one") : item;
        });
        var source = Endless();
        var run = Run(pipeline, source);
        var all = AllOf(run);
        await work.Begins(2);
        await Until(() => source.Given == 4);
        work.Release(1);
        var outcomes = await all;
        Assert.Equal([0, 1, 2, 3], outcomes.Select(outcome => outcome.Item));
        Assert.Equal([ErrorKind.Cancelled, ErrorKind.InvalidInput, ErrorKind.Cancelled, ErrorKind.Cancelled], outcomes.Select(outcome => outcome.Failure!.Kind));
        Assert.Contains("another item failed", outcomes[0].Failure!.Message, StringComparison.Ordinal);
        Assert.Equal((4, 1, 3), (run.Progress.Taken, run.Progress.Failed, run.Progress.Cancelled));
        Assert.Equal([0, 1], work.Begun);
    }

    [Fact]
    public async Task Fail_fast_keeps_values_that_are_there_and_disposes_what_waits()
    {
        var pipeline = Pipeline.Of<Parcel>(Options with { FailFast = true }).Map<Parcel>("first", parcel => parcel.Rework()).Map<Parcel>("bad", parcel =>
        {
            if (parcel.Number != 20) return parcel.Rework();
            parcel.Dispose();
            return new Failure(ErrorKind.InvalidInput, "twenty");
        });
        var run = Run(pipeline, From(Custody.Numbered(1000)));
        var outcomes = await AllOf(run);
        Assert.Equal("twenty", Assert.Single(outcomes, outcome => outcome.Failure?.Kind == ErrorKind.InvalidInput).Failure!.Message);
        Assert.Equal(outcomes.Count, run.Progress.Taken);
        Dispose(outcomes);
    }

    [Fact]
    public async Task Fail_fast_does_not_end_with_work_that_cancelled_itself()
    {
        var pipeline = Pipeline.Of<int>(Options with { FailFast = true }).Map<int>("cancels", item => item == 5 ? throw new OperationCanceledException() : item);
        var outcomes = await AllOf(Run(pipeline, Numbers(50)));
        Assert.Equal((50, 1), (outcomes.Count, outcomes.Count(outcome => !outcome.Succeeded)));
    }

    private static async ValueTask<Outcome<Parcel>> Later(Exception problem)
    {
        await Task.Yield();
        throw problem;
    }

    // What returns a failure disposes the item; what throws does not.
    private static ValueTask<Outcome<Parcel>> Fail(string way, Parcel parcel)
    {
        var problem = new InvalidDataException("it broke.");
        var known = new Failure(ErrorKind.DeviceLost, "the device is gone").ToException();
        switch (way)
        {
            case "value":
                parcel.Dispose();
                return new(new Failure(ErrorKind.NotFound, "it is not there"));
            case "default":
                parcel.Dispose();
                return default;
            default:
                return way switch
                {
                    "throw" => throw problem,
                    "throw async" => Later(problem),
                    "known" => throw known,
                    "known async" => Later(known),
                    "cancel" => throw new OperationCanceledException(),
                    "cancel async" => Later(new TaskCanceledException()),
                    "cancelled task" => ValueTask.FromCanceled<Outcome<Parcel>>(new(canceled: true)),
                    _ => ValueTask.FromException<Outcome<Parcel>>(Activator.CreateInstance<OutOfMemoryException>()),
                };
        }
    }

    private async Task OnlyOneFails(PipelineRun<Parcel> run, int place, ErrorKind kind, string message)
    {
        var outcomes = await AllOf(run);
        Assert.Equal(Enumerable.Range(0, 40), outcomes.Select(outcome => (int)outcome.Item));
        var failed = Assert.Single(outcomes, outcome => !outcome.Succeeded);
        Assert.Equal((Bad, kind, message), (failed.Item, failed.Failure!.Kind, failed.Failure.Message));
        Assert.Equal([place == 0 ? 1 : 0, place == 1 ? 1 : 0, place == 2 ? 1 : 0], run.Progress.Stages.Select(stage => (int)stage.Failed));
        Assert.Equal((39, kind == ErrorKind.Cancelled ? 0 : 1, kind == ErrorKind.Cancelled ? 1 : 0), (run.Progress.Succeeded, run.Progress.Failed, run.Progress.Cancelled));
        Dispose(outcomes);
        Custody.AssertEmpty();
    }

    private Pipeline<Parcel, Parcel> Chain(int place, Func<Pipeline<Parcel, Parcel>, Pipeline<Parcel, Parcel>> bad)
    {
        var pipeline = Pipeline.Of<Parcel>(Options);
        for (var stage = 0; stage < 3; stage++) pipeline = stage == place ? bad(pipeline) : pipeline.Map<Parcel>($"good {stage}", parcel => parcel.Rework());
        return pipeline;
    }

    private sealed class Thorny(int number) : IDisposable
    {
        public int Number => number;

        public void Dispose() => throw new InvalidCastException("not to be disposed");
    }
}
