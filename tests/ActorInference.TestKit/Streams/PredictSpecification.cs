using Xunit;

namespace ActorInference.TestKit.Streams;

/// <summary>The predict stage, over sessions that do what the test says: y = 2x + 1.</summary>
public abstract class PredictSpecification : EngineSpecification
{
    private static readonly DeviceId Fake = new("fake");

    private readonly FakeSessionFactory _sessions = new();
    private readonly TensorPool _pool = new();

    [Theory]
    [InlineData(1, 1, true)]
    [InlineData(4, 1, true)]
    [InlineData(4, 3, true)]
    [InlineData(16, 2, false)]
    public async Task Every_item_has_the_prediction_of_its_own_input(int group, int lanes, bool ordered)
    {
        using var predictor = Open(lanes, group);
        var run = Run(Predicting(predictor, Options with { GroupSize = group, Ordered = ordered, GroupWithin = TimeSpan.Zero }), Numbers(300));
        var items = new List<int>();
        await foreach (var outcome in run)
        {
            using var predicted = outcome.Value;
            Assert.Equal((outcome.Item, (2f * predicted.Item) + 1), (predicted.Item, predicted.Tensor.Span<float>()[0]));
            items.Add(predicted.Item);
        }

        Assert.Equal(Enumerable.Range(0, 300), ordered ? items : items.Order());
        Assert.Equal(300, run.Progress.Stages[0].Succeeded);
    }

    [Fact]
    public async Task Batch_mode_offers_groups_and_gives_each_outcome_as_it_is_done()
    {
        _sessions.Script = _ => FakeBehaviour.Block;
        using var predictor = Open(lanes: 2, batch: 2);
        var run = Run(Predicting(predictor, PipelineOptions.Batch(4) with { Time = Time }), Numbers(4));
        await using var outcomes = run.GetAsyncEnumerator();
        var next = Next(outcomes);
        var blocked = await Blocked(2);
        Assert.Equal([2L, 2], blocked.Select(one => one.Rows)); // the group of four is two batches
        blocked.Single(one => one.Firsts[0] == 0).Release();
        Check(0, await next);
        Check(1, await Next(outcomes)); // the other half still runs
        blocked.Single(one => one.Firsts[0] == 2).Release();
        Check(2, await Next(outcomes));
        Check(3, await Next(outcomes));
        Assert.False(await Soon(outcomes.MoveNextAsync().AsTask()));
    }

    [Fact]
    public async Task First_of_a_group_waits_for_the_others_for_its_time_and_no_longer()
    {
        var channel = System.Threading.Channels.Channel.CreateUnbounded<int>();
        using var predictor = Open(lanes: 1, batch: 4);
        var run = Run(Predicting(predictor, PipelineOptions.Batch(4) with { Time = Time, GroupWithin = TimeSpan.FromSeconds(10) }), From(channel.Reader.ReadAllAsync()));
        await using var outcomes = run.GetAsyncEnumerator();
        var next = Next(outcomes);
        channel.Writer.TryWrite(0);
        await Until(() => run.Progress.Stages[0].Waiting == 1);
        Time.Advance(TimeSpan.FromSeconds(10) - TimeSpan.FromTicks(1));
        await Temptation();
        Assert.Empty(_sessions.Runs);
        Time.Advance(TimeSpan.FromTicks(1));
        Check(0, await next);

        // A full group does not wait.
        for (var item = 1; item <= 4; item++) channel.Writer.TryWrite(item);
        for (var item = 1; item <= 4; item++) Check(item, await Next(outcomes));

        // The last of a stream does not wait.
        channel.Writer.TryWrite(5);
        channel.Writer.Complete();
        Check(5, await Next(outcomes));
        Assert.False(await Soon(outcomes.MoveNextAsync().AsTask()));
    }

    [Fact]
    public async Task Failing_item_fails_alone()
    {
        using var predictor = Open(lanes: 1, batch: 4);
        var pipeline = Pipeline.Of<int>(Options with { GroupSize = 4 }).Predict(predictor, item => Input(item == 13 ? float.NaN : item));
        var outcomes = await AllOf(Run(pipeline, Numbers(40)));
        Assert.Equal(Enumerable.Range(0, 40), outcomes.Select(outcome => (int)outcome.Item));
        Assert.Equal((13, ErrorKind.SessionFailed), outcomes.Where(outcome => !outcome.Succeeded).Select(outcome => (outcome.Item, outcome.Failure!.Kind)).Single());
        Dispose(outcomes);
    }

    [Fact]
    public async Task Item_whose_input_cannot_be_had_fails_alone()
    {
        using var predictor = Open(lanes: 1, batch: 4);
        var pipeline = Pipeline.Of<Parcel>(Options with { GroupSize = 3, GroupWithin = TimeSpan.Zero }).Predict(predictor, parcel => parcel.Number switch
        {
            1 => throw new InvalidDataException("it broke."),
            2 => null!,
            3 => [new("x", Tensor.Allocate(ElementType.Int64, [1, 4], _pool))],
            4 => [],
            5 => throw new Failure(ErrorKind.NotFound, "it is not there").ToException(),
            _ => new RunInput[] { new("x", Input(parcel.Number)) },
        });
        var outcomes = await AllOf(Run(pipeline, From(Custody.Numbered(10))));
        Assert.Equal([1, 2, 3, 4, 5], outcomes.Where(outcome => !outcome.Succeeded).Select(outcome => outcome.Item));
        Assert.Equal(new(ErrorKind.Internal, "the stage 'predict' threw InvalidDataException: it broke."), outcomes[1].Failure);
        Assert.Equal(ErrorKind.Internal, outcomes[2].Failure!.Kind);
        Assert.Equal(ErrorKind.InvalidInput, outcomes[3].Failure!.Kind);
        Assert.Equal(ErrorKind.InvalidInput, outcomes[4].Failure!.Kind);
        Assert.Equal(new(ErrorKind.NotFound, "it is not there"), outcomes[5].Failure);
        Dispose(outcomes);
    }

    [Fact]
    public async Task At_most_as_many_as_its_parallelism_are_predicted_at_once()
    {
        _sessions.Script = _ => FakeBehaviour.Block;
        using var predictor = Open(lanes: 4, batch: 1);
        var source = Endless();
        var run = Run(Pipeline.Of<int>(Options).Predict(predictor, item => Input(item), options: new() { Parallelism = 3 }), source);
        var outcomes = run.GetAsyncEnumerator();
        var next = outcomes.MoveNextAsync().AsTask();
        await Blocked(3);
        await Until(() => source.Given == 6);
        await Temptation();
        Assert.Equal((3, 6), (_sessions.RunsNow, source.Asked));
        _sessions.Script = null;
        _sessions.ReleaseAll();
        Assert.True(await Soon(next));
        outcomes.Current.Value.Dispose();
        await Soon(outcomes.DisposeAsync().AsTask());
    }

    [Fact]
    public async Task Parallelism_is_by_default_twice_what_the_lanes_can_run()
    {
        _sessions.Script = _ => FakeBehaviour.Block;
        using var predictor = Open(lanes: 2, batch: 1);
        var run = Run(Predicting(predictor, Options), Endless());
        var outcomes = run.GetAsyncEnumerator();
        var next = outcomes.MoveNextAsync().AsTask();
        await Until(() => run.Progress.Stages[0] is { Running: 4, Waiting: 4 });
        await Blocked(2); // a run that is about to block would not be released
        _sessions.Script = null;
        _sessions.ReleaseAll();
        Assert.True(await Soon(next));
        outcomes.Current.Value.Dispose();
        await Soon(outcomes.DisposeAsync().AsTask());
    }

    [Fact]
    public async Task Abort_ends_runs_that_are_under_way()
    {
        _sessions.Script = _ => FakeBehaviour.Block;
        using var predictor = Open(lanes: 2, batch: 1);
        var killSwitch = new KillSwitch();
        var run = Run(Pipeline.Of<Parcel>(Options).Predict(predictor, parcel => Input(parcel.Number)), From(Custody.Numbered(int.MaxValue)), killSwitch);
        var all = AllOf(run);
        await Blocked(2);
        killSwitch.Abort("enough.");
        Assert.All(await all, outcome => Assert.Equal(new(ErrorKind.Cancelled, "enough."), outcome.Failure));
        await Until(() => _sessions.RunsNow == 0); // the lanes are told to terminate, and let go
    }

    [Fact]
    public async Task Input_that_is_the_items_own_stays_for_as_long_as_a_run_reads_it()
    {
        var predictor = new ReadingPredictor();
        var killSwitch = new KillSwitch();
        var pipeline = Pipeline.Of<int>(Options).Map<Tensor>("input", item => Input(item)).Predict(predictor, input => [new("x", input)]);
        var all = AllOf(Run(pipeline, Numbers(2), killSwitch));
        await Until(() => predictor.Count == 2);
        killSwitch.Abort("enough.");
        Assert.All(await all, outcome => Assert.Equal(ErrorKind.Cancelled, outcome.Failure!.Kind));
        Assert.Equal([0f, 1f], predictor.ReadAll().Order());
    }

    [Fact]
    public async Task Leaving_ends_runs_that_are_under_way_and_disposes_predictions_that_wait()
    {
        using var predictor = Open(lanes: 2, batch: 2);
        await foreach (var outcome in Run(Pipeline.Of<Parcel>(Options with { GroupSize = 2 }).Predict(predictor, parcel => Input(parcel.Number)), From(Custody.Numbered(int.MaxValue))))
        {
            outcome.Value.Dispose();
            if (outcome.Item == 20) break;
        }

        Assert.Equal(0, Custody.Alive);
    }

    [Fact]
    public async Task Predictor_that_is_disposed_meanwhile_fails_the_items_that_come()
    {
        var predictor = Open(lanes: 1, batch: 2);
        var run = Run(Pipeline.Of<Parcel>(Options with { GroupSize = 2 }).Predict(predictor, parcel => Input(parcel.Number)), From(Custody.Numbered(100)));
        var outcomes = new List<ItemOutcome<Predicted<Parcel>>>();
        await foreach (var outcome in run)
        {
            outcomes.Add(outcome);
            if (outcome.Item == 20) await Soon(predictor.DisposeAsync().AsTask());
        }

        Assert.Equal(100, outcomes.Count);
        Assert.True(outcomes[0].Succeeded);
        Assert.NotNull(outcomes[^1].Failure);
        Assert.DoesNotContain(outcomes, outcome => outcome.Failure?.Kind == ErrorKind.Internal);
        Dispose(outcomes);
    }

    [Fact]
    public async Task Predictor_with_room_for_one_at_a_time_is_enough()
    {
        using var predictor = Open(lanes: 1, batch: 1, new() { MaxItems = 1, MaxBytes = 40 });
        var seen = 0;
        await foreach (var outcome in Run(Predicting(predictor, Options).Map<Predicted<int>>("last", predicted => predicted), Numbers(200)))
        {
            Check(seen++, outcome);
        }

        Assert.Equal(200, seen);
    }

    [Theory]
    [InlineData(40)] // a request has 16 bytes, and as many come out
    [InlineData(100)]
    public async Task Stages_with_one_predictor_do_not_wait_for_the_room_of_each_others_results(long bytes)
    {
        using var predictor = Open(lanes: 1, batch: 1, new() { MaxBytes = bytes });
        var pipeline = Predicting(predictor, Options).Predict(predictor, first => Input(first.Tensor.Span<float>()[0]));
        var outcomes = await AllOf(Run(pipeline, Numbers(200)));
        Assert.Equal(Enumerable.Range(0, 200).Select(item => (4f * item) + 3), outcomes.Select(outcome => outcome.Value.Tensor.Span<float>()[0]));
        Dispose(outcomes);
    }

    [Fact]
    public async Task Predictions_are_gathered_whatever_room_the_predictor_has()
    {
        using var predictor = Open(lanes: 1, batch: 1, new() { MaxBytes = 40 });
        var groups = await ValuesOf(Run(Predicting(predictor, Options).GroupedWithin(10, Timeout.InfiniteTimeSpan), Numbers(40)));
        Assert.Equal([10, 10, 10, 10], groups.Select(group => group.Count));
        foreach (var predicted in groups.SelectMany(group => group)) predicted.Dispose();
    }

    [Fact]
    public async Task Failed_items_pass_the_predictor_by()
    {
        using var predictor = Open(lanes: 1, batch: 4);
        var pipeline = Pipeline.Of<int>(Options with { GroupSize = 4 }).Map<int>("fails", item => item % 2 == 0 ? new Failure(ErrorKind.InvalidInput, "even") : item).Predict(predictor, item => Input(item));
        var outcomes = await AllOf(Run(pipeline, Numbers(40)));
        Assert.All(outcomes, outcome => Assert.Equal(outcome.Item % 2 == 1, outcome.Succeeded));
        Assert.Equal(20, _sessions.Runs.Sum(run => run.Rows));
        Dispose(outcomes);
    }

    [Fact]
    public async Task Prediction_options_are_those_of_each_request()
    {
        _sessions.Script = _ => FakeBehaviour.Block;
        using var predictor = Open(lanes: 1, batch: 1, new() { MaxItems = 1 });
        var pipeline = Pipeline.Of<int>(Options).Predict(predictor, item => Input(item), new() { WhenFull = WhenFull.Refuse }, new() { Parallelism = 2 });
        var all = AllOf(Run(pipeline, Numbers(2)));
        (await Blocked(1))[0].Release();
        var outcomes = await all;
        Assert.Equal([null, ErrorKind.Overloaded], outcomes.Select(outcome => outcome.Failure?.Kind));
        Dispose(outcomes);
    }

    protected override void AssertNothingLeft()
    {
        Assert.True(SpinWait.SpinUntil(() => _pool.RentedCount == 0 && Time.Timers == 0, Patience.Limit), "A tensor or a timer is left."); // lanes let go after they have told
        _sessions.AssertAtRest();
        base.AssertNothingLeft();
    }

    private static void Check(int item, ItemOutcome<Predicted<int>> outcome)
    {
        using var predicted = outcome.Value;
        Assert.Equal((item, item, (2f * item) + 1), (outcome.Item, predicted.Item, predicted.Tensor.Span<float>()[0]));
    }

    private Pipeline<int, Predicted<int>> Predicting(Predictor predictor, PipelineOptions options) => Pipeline.Of<int>(options).Predict(predictor, item => Input(item));

    private Task<IReadOnlyList<FakeRun>> Blocked(int count) => OwnThread.Run(() => _sessions.WaitForBlocked(count));

    private Predictor Open(int lanes, int batch, AdmissionOptions? admission = null) => Predictor.Open(_sessions, ModelSource.Memory(default, "model"), new()
    {
        Placement = new([Fake]),
        Lanes = lanes,
        Batch = new() { MaxSize = batch },
        WarmUp = new() { BatchSizes = [] },
        Admission = admission ?? new(),
    }, Time).Value;

    private Tensor Input(float first)
    {
        var input = Tensor.Allocate(ElementType.Float32, [1, 4], _pool);
        input.Span<float>().Fill(first);
        return input;
    }
}
