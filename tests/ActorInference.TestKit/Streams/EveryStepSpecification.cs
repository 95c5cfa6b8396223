using Xunit;

namespace ActorInference.TestKit.Streams;

/// <summary>A run of every kind of stage, stopped at each of its steps in turn: wherever that is, every item ends once and nothing is left.</summary>
public abstract class EveryStepSpecification : EngineSpecification
{
    private const int Items = 10;

    // A run takes fewer steps; the loops end at the first run that did not come so far.
    private const int TooManySteps = 500;

    private int _step;
    private int _when;
    private Action _act = () => { };

    [Fact]
    public Task Cancelling_at_any_step_leaves_nothing() => AtEveryStep(async (run, _, _) =>
    {
        using var source = new CancellationTokenSource();
        _act = source.Cancel;
        try
        {
            await foreach (var outcome in run.WithCancellation(source.Token))
            {
                Release(outcome);
                Step();
            }
        }
        catch (OperationCanceledException) when (source.IsCancellationRequested)
        {
            // As it was told.
        }
    });

    [Fact]
    public Task Aborting_at_any_step_ends_every_item_with_an_outcome() => AtEveryStep(async (run, killSwitch, ended) =>
    {
        _act = () => killSwitch.Abort("at that step.");
        await foreach (var outcome in run)
        {
            if (outcome.Failure is { } failure) Assert.Equal(new(ErrorKind.Cancelled, "at that step."), failure);
            Release(outcome);
            Step();
        }

        ended(run.Progress);
    });

    [Fact]
    public Task Shutting_down_at_any_step_finishes_what_was_taken() => AtEveryStep(async (run, killSwitch, ended) =>
    {
        _act = killSwitch.Shutdown;
        var values = new List<int>();
        await foreach (var outcome in run)
        {
            values.AddRange(outcome.Value.Select(parcel => parcel.Number));
            Release(outcome);
            Step();
        }

        Assert.Equal(Enumerable.Range(0, (int)run.Progress.Taken), values);
        ended(run.Progress);
    });

    [Fact]
    public Task Leaving_at_any_step_leaves_nothing() => AtEveryStep(async (run, _, _) =>
    {
        var leaves = false;
        _act = () => Volatile.Write(ref leaves, true);
        await foreach (var outcome in run)
        {
            Release(outcome);
            Step();
            if (Volatile.Read(ref leaves)) break;
        }
    });

    [Fact]
    public Task Failing_at_any_step_fails_no_other_item() => AtEveryStep(async (run, _, ended) =>
    {
        var failed = await ConsumeWhatFails(run);
        ended(run.Progress);
        Assert.InRange(failed, 0, 1);
        Assert.Equal(0, run.Progress.Cancelled);
    });

    [Fact]
    public Task Failing_fast_at_any_step_ends_every_item_with_an_outcome() => AtEveryStep(async (run, _, ended) =>
    {
        Assert.InRange(await ConsumeWhatFails(run), 0, 1);
        ended(run.Progress);
    }, failFast: true);

    private static void Release(ItemOutcome<IReadOnlyList<Parcel>> outcome)
    {
        if (!outcome.TryGet(out var group, out _)) return;
        foreach (var parcel in group) parcel.Dispose();
    }

    // How many outcomes say that they failed at the step; a group that fails in the last stage is one.
    private async Task<int> ConsumeWhatFails(PipelineRun<IReadOnlyList<Parcel>> run)
    {
        _act = () => throw new InvalidDataException("at that step");
        var failed = 0;
        try
        {
            await foreach (var outcome in run)
            {
                if (outcome.Failure is { Kind: not ErrorKind.Cancelled } failure)
                {
                    Assert.Contains("at that step", failure.Message, StringComparison.Ordinal);
                    failed++;
                }

                Release(outcome);
            }
        }
        catch (InvalidDataException)
        {
            // It was the source that threw.
        }

        return failed;
    }

    private async Task AtEveryStep(Func<PipelineRun<IReadOnlyList<Parcel>>, KillSwitch, Action<PipelineSnapshot>, Task> consume, bool failFast = false)
    {
        for (_when = 1; _when < TooManySteps; _when++)
        {
            _step = 0;
            _act = () => { };
            var killSwitch = new KillSwitch();
            var source = From(Custody.Numbered(Items), Step);
            var run = Run(Steps(failFast), source, killSwitch);
            var progress = default(PipelineSnapshot);
            await Soon(consume(run, killSwitch, ended => progress = ended));
            Custody.AssertEmpty();
            Assert.Equal(0, source.OpenNow);
            Assert.Equal(0, Time.Timers);
            Assert.Equal((source.Given, 0), ((int)run.Progress.Taken, run.Progress.ItemsInFlight));
            if (progress is not null) Assert.Equal(progress.Taken, progress.Done);
            if (Volatile.Read(ref _step) < _when) return;
        }

        Assert.Fail("A run of ten items takes more steps than there can be.");
    }

    private void Step()
    {
        if (Interlocked.Increment(ref _step) == _when) _act();
    }

    private Pipeline<Parcel, IReadOnlyList<Parcel>> Steps(bool failFast) =>
        Pipeline.Of<Parcel>(Options with { Parallelism = 2, FailFast = failFast }).Map<Parcel>("blocks", parcel =>
        {
            Step();
            return parcel.Rework();
        }).Buffer(2, Overflow.Backpressure).MapAsync<Parcel>("waits", async (parcel, cancel) =>
        {
            // Work disposes what it does not hand on, but for the item when it throws.
            Step();
            await Task.Yield();
            cancel.ThrowIfCancellationRequested();
            Step();
            return parcel.Rework();
        }).EveryNth(1).GroupedWithin(3, TimeSpan.FromSeconds(1)).Map<IReadOnlyList<Parcel>>("groups", group =>
        {
            Step();
            return Outcome.Of(group);
        });
}
