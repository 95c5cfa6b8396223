using Xunit;

namespace ActorInference.TestKit.Streams.Schedules;

/// <summary>Runs a random pipeline on an engine: whatever happens, every item ends once and as it deserves, order and bounds are kept, and nothing is left.</summary>
public static class StreamScheduleRun
{
    /// <exception cref="StreamScheduleViolationException">It is not so.</exception>
    public static void Run(IEngine engine, StreamSchedule schedule)
    {
        try
        {
            Task.Run(() => RunAsync(engine, schedule)).WaitAsync(Patience.Limit).GetAwaiter().GetResult();
        }
        catch (Exception problem)
        {
            throw new StreamScheduleViolationException(schedule, problem);
        }
    }

    private static async Task RunAsync(IEngine engine, StreamSchedule schedule)
    {
        using var world = new StreamScheduleWorld(schedule);
        var run = world.Pipeline().RunAsync(world.Source, world.KillSwitch, engine);
        var outcomes = new List<ItemOutcome<Parcel>>();
        var isWhole = await ConsumeAsync(world, run, schedule, outcomes);
        var progress = run.Progress;

        world.Source.AssertAtRest();
        world.Custody.AssertEmpty();
        Assert.Equal(0, world.Time.Timers);
        Assert.Equal((world.Source.Given, 0, 0L), ((int)progress.Taken, progress.ItemsInFlight, progress.BytesInFlight));
        Assert.Equal(progress.Taken, progress.Done);
        CheckBounds(schedule, world, progress);
        CheckOrder(schedule, outcomes);
        foreach (var outcome in outcomes) CheckEnd(schedule, outcome);
        if (isWhole && !schedule.Stages.Any(stage => stage is StreamStage.Group)) Assert.Equal(progress.Taken - progress.Dropped, outcomes.Count);
        if (isWhole && schedule.Stop == StreamStop.Nothing && !schedule.MayCancel) Assert.Equal(schedule.SourceThrowsAt ?? schedule.Items, progress.Taken);
    }

    // Whether all outcomes were taken. Time passes whenever the consumer waits.
    private static async Task<bool> ConsumeAsync(StreamScheduleWorld world, PipelineRun<Parcel> run, StreamSchedule schedule, List<ItemOutcome<Parcel>> outcomes)
    {
        var enumerator = run.GetAsyncEnumerator(world.Cancel.Token);
        try
        {
            while (true)
            {
                var next = enumerator.MoveNextAsync().AsTask();
                while (!next.IsCompleted)
                {
                    world.Time.Advance(TimeSpan.FromMilliseconds(1));
                    await Task.Yield();
                }

                if (!await next) return true;
                outcomes.Add(enumerator.Current);
                if (enumerator.Current.TryGet(out var parcel, out _)) parcel.Dispose();
                world.Step();
                for (var i = 0; i < schedule.ConsumerYields; i++) await Task.Yield();
                if (world.HasLeft) return false;
            }
        }
        catch (OperationCanceledException) when (world.Cancel.IsCancellationRequested)
        {
            return false;
        }
        catch (InvalidDataException) when (schedule.SourceThrowsAt is not null)
        {
            return true;
        }
        finally
        {
            await enumerator.DisposeAsync();
        }
    }

    private static void CheckBounds(StreamSchedule schedule, StreamScheduleWorld world, PipelineSnapshot progress)
    {
        for (var i = 0; i < schedule.Stages.Count; i++)
        {
            if (schedule.Stages[i] is StreamStage.Work work) Assert.InRange(world.Most[i], 0, work.Parallelism ?? schedule.Parallelism);
        }

        Assert.InRange(progress.MaxItemsInFlight, 0, schedule.MaxItems ?? int.MaxValue);
        Assert.InRange(progress.MaxBytesInFlight, 0, Math.Max(schedule.MaxBytes, schedule.Weight));
    }

    private static void CheckOrder(StreamSchedule schedule, List<ItemOutcome<Parcel>> outcomes)
    {
        var items = outcomes.Select(outcome => outcome.Item).ToList();
        Assert.Equal(items.Count, items.Distinct().Count());
        if (schedule.IsOrdered) Assert.Equal(items.Order(), items);
    }

    // An item fails in the first stage that fails it, and nowhere else.
    private static void CheckEnd(StreamSchedule schedule, ItemOutcome<Parcel> outcome)
    {
        var fails = schedule.Stages.Select((stage, index) => (stage, index)).Where(at => at.stage is StreamStage.Work work && work.Fails((int)outcome.Item)).Select(at => $"{at.index}").FirstOrDefault();
        switch (outcome.Failure)
        {
            case null:
                Assert.Null(fails);
                break;
            case { Kind: ErrorKind.Cancelled }:
                Assert.True(schedule.MayCancel, "An item was cancelled though nobody stopped the run.");
                break;
            case { Kind: ErrorKind.Overloaded }:
                Assert.True(schedule.MayOverload, "An item was refused though no buffer does.");
                break;
            case var failure:
                Assert.Equal((ErrorKind.InvalidInput, fails), (failure.Kind, failure.Message));
                break;
        }
    }
}
