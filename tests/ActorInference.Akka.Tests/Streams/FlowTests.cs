using ActorInference.TestKit.Streams;
using Akka.Streams;
using Akka.Streams.Dsl;

namespace ActorInference.Akka.Tests.Streams;

/// <summary>Pipelines and their steps in graphs of somebody else's.</summary>
[Collection("pipelines")]
public sealed class FlowTests : SessionTest
{
    private static readonly IMaterializer Materializer = AkkaStreams.System.Materializer();

    private readonly Custody _custody = new();
    private readonly HeldWork _work = new();
    private readonly Lazy<Predictor> _predictor;

    public FlowTests() => _predictor = new(() => Predictor.Open(Sessions, Model("double.onnx"), Options with { Batch = new() { MaxSize = 8 } }, Time).Value);

    public override void Dispose()
    {
        base.Dispose();
        Assert.Equal(0, AkkaStreams.CountLeft() + PipelineThreads.Count());
        Until(() => _custody.Alive == 0);
        _custody.AssertEmpty();
    }

    [Fact]
    public async Task Pipeline_in_a_graph_gives_an_outcome_for_each_item_in_order_each_time_it_is_materialized()
    {
        var flow = Pipeline.Of<int>().Map<int>("even", item => item % 2 == 0 ? item : new Failure(ErrorKind.InvalidInput, "odd")).GroupedWithin(3, Timeout.InfiniteTimeSpan).AsFlow();
        for (var i = 0; i < 2; i++)
        {
            var outcomes = await Soon(Source.From(Enumerable.Range(0, 5)).Via(flow).RunWith(Sink.Seq<Outcome<IReadOnlyList<int>>>(), Materializer));
            Assert.Equal(["0", "odd", "2", "odd", "4"], outcomes.Select(outcome => outcome.TryGet(out var group, out var failure) ? string.Join(',', group) : failure.Message));
        }
    }

    [Fact]
    public async Task Steps_follow_one_another_and_what_failed_keeps_its_place()
    {
        var outcomes = await Soon(Source.From(Enumerable.Range(0, 20))
            .Via(InferenceFlow.Preprocess<int, Tensor>(item => item == 3 ? new Failure(ErrorKind.InvalidInput, "three") : Input(item)))
            .Via(InferenceFlow.Predict<Tensor>(_predictor.Value, input => [new(_predictor.Value.Signature.Inputs[0].Name, input)]))
            .Via(InferenceFlow.Postprocess<Predicted<Tensor>, float>(predicted =>
            {
                using (predicted) return predicted.Tensor.Span<float>()[0];
            }))
            .RunWith(Sink.Seq<Outcome<float>>(), Materializer));
        Assert.Equal(20, outcomes.Count);
        Assert.Equal("three", outcomes[3].Failure!.Message);
        Assert.Equal(Enumerable.Range(0, 20).Where(item => item != 3).Select(item => (2f * item) + 1), outcomes.Where(outcome => outcome.Succeeded).Select(outcome => outcome.Value));
    }

    [Fact]
    public async Task Shutdown_finishes_what_is_in_flight()
    {
        var (killSwitch, all) = Source.From(Enumerable.Range(0, int.MaxValue)).ViaMaterialized(Held(2).AsFlow(), Keep.Right).ToMaterialized(Sink.Seq<Outcome<Parcel>>(), Keep.Both).Run(Materializer);
        await _work.Begins(2);
        killSwitch.Shutdown();
        _work.ReleaseAll();
        var outcomes = await Soon(all);
        Assert.True(outcomes.Count >= 2);
        Assert.Equal(outcomes.Count, _custody.Alive); // all that was begun was finished, however far it had come when it heard
        foreach (var outcome in outcomes) outcome.Value.Dispose();
    }

    [Fact]
    public async Task Abort_cancels_what_is_in_flight_whose_outcomes_come_before_the_failure()
    {
        var outcomes = new List<Outcome<Parcel>>();
        var (killSwitch, end) = Source.From(Enumerable.Range(0, int.MaxValue)).ViaMaterialized(Held(2).AsFlow(), Keep.Right)
            .ToMaterialized(Sink.ForEach<Outcome<Parcel>>(outcomes.Add), Keep.Both).Run(Materializer);
        await _work.Begins(2);
        killSwitch.Abort(new InvalidDataException("enough."));
        await Assert.ThrowsAsync<InvalidDataException>(() => Soon(end));
        Assert.InRange(outcomes.Count, 2, 6);
        Assert.All(outcomes, outcome => Assert.Equal(new(ErrorKind.Cancelled, "the stream failed: enough."), outcome.Failure));
    }

    [Fact]
    public async Task Failure_of_what_is_before_comes_behind_the_outcomes_of_what_it_gave()
    {
        var outcomes = new List<Outcome<int>>();
        var source = Source.From(Enumerable.Range(0, 5).Select(item => item < 3 ? item : throw new InvalidDataException("broken.")));
        await Assert.ThrowsAsync<InvalidDataException>(() => Soon(source.Via(Pipeline.Of<int>().Map<int>("keep", item => item).AsFlow()).RunForeach(outcomes.Add, Materializer)));
        Assert.Equal(3, outcomes.Count);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(10)]
    [InlineData(40)]
    public async Task Whoever_takes_a_few_and_leaves_leaves_nothing_behind(int count)
    {
        var given = 0;
        var flow = Pipeline.Of<int>(new() { Parallelism = 2 })
            .Map<Parcel>("first", item =>
            {
                Interlocked.Increment(ref given);
                return _custody.Make(item);
            })
            .Buffer(3, Overflow.Backpressure)
            .MapAsync<Parcel>("second", async (parcel, _) =>
            {
                await Task.Yield();
                return parcel.Rework();
            })
            .GroupedWithin(2, TimeSpan.FromHours(1))
            .AsFlow();
        var groups = await Soon(Source.From(Enumerable.Range(0, int.MaxValue)).Via(flow).Take(count).RunWith(Sink.Seq<Outcome<IReadOnlyList<Parcel>>>(), Materializer));
        Assert.Equal(Enumerable.Range(0, 2 * count), groups.SelectMany(group => group.Value).Select(parcel => parcel.Number));
        foreach (var parcel in groups.SelectMany(group => group.Value)) parcel.Dispose();
        Until(() => _custody.Alive == 0);
        Assert.InRange(given, 2 * count, (2 * count) + 15);
    }

    [Fact]
    public async Task Budget_of_the_pipeline_holds_in_a_graph()
    {
        var most = 0;
        var flow = Pipeline.Of<Parcel>(new() { MaxItemsInFlight = 3 }).Map<Parcel>("first", parcel => parcel.Rework()).MapAsync<Parcel>("second", async (parcel, _) =>
        {
            await Task.Yield();
            return parcel;
        }).AsFlow();
        await Soon(Source.From(_custody.Numbered(200)).Via(flow).RunForeach(
            outcome =>
            {
                most = Math.Max(most, _custody.Alive);
                outcome.Value.Dispose();
            },
            Materializer));
        Assert.InRange(most, 1, 5); // one more that the source has made, and one that was just let go
    }

    [Fact]
    public async Task First_failure_ends_a_flow_that_fails_fast_and_cancels_what_is_before_it()
    {
        var outcomes = await Soon(Source.From(Enumerable.Range(0, int.MaxValue))
            .Via(Pipeline.Of<int>(new() { FailFast = true, Parallelism = 1 }).Map<Parcel>("fails", item => item < 4 ? _custody.Make(item) : new Failure(ErrorKind.InvalidInput, "four")).AsFlow())
            .RunWith(Sink.Seq<Outcome<Parcel>>(), Materializer));
        Assert.Equal("four", outcomes.First(outcome => outcome.Failure is { Kind: not ErrorKind.Cancelled }).Failure!.Message);
        foreach (var outcome in outcomes)
        {
            if (outcome.TryGet(out var parcel, out _)) parcel.Dispose();
        }
    }

    [Fact]
    public void Options_that_cannot_work_are_refused_at_once() =>
        Assert.Throws<InferenceException>(() => Pipeline.Of<int>(new() { Parallelism = 0 }).AsFlow());

    [Fact]
    public async Task Groups_are_predicted_together_and_each_item_has_its_own_outcome()
    {
        var flow = InferenceFlow.PredictGroupedWithin<Tensor>(_predictor.Value, Named, 4, TimeSpan.FromHours(1));
        var outcomes = await Soon(Source.From(Enumerable.Range(0, 10)).Select(item => item == 5 ? new Failure(ErrorKind.InvalidInput, "five") : Outcome.Of(Input(item))).Via(flow)
            .RunWith(Sink.Seq<Outcome<Predicted<Tensor>>>(), Materializer));
        Assert.Equal("five", outcomes[5].Failure!.Message);
        Assert.Equal(Enumerable.Range(0, 10).Where(item => item != 5).Select(item => (2f * item) + 1), outcomes.Where(outcome => outcome.Succeeded).Select(outcome => outcome.Value.Tensor.Span<float>()[0]));
        foreach (var outcome in outcomes)
        {
            if (outcome.TryGet(out var predicted, out _)) predicted.Dispose();
        }
    }

    [Fact]
    public async Task Batch_is_what_came_while_the_one_before_was_under_way()
    {
        Sessions.Script = _ => FakeBehaviour.Block;
        var given = 0;
        var all = Source.From(Enumerable.Range(0, 8).Select(item =>
        {
            Interlocked.Increment(ref given);
            return Outcome.Of(Input(item));
        })).Via(InferenceFlow.PredictBatched<Tensor>(_predictor.Value, Named, 8)).RunWith(Sink.Seq<Outcome<Predicted<Tensor>>>(), Materializer);
        var first = (await OwnThread.Run(() => Sessions.WaitForBlocked(1)))[0];
        Until(() => given == 8);
        first.Release();

        // The lane may take the next before all of its batch are handed in; the rest of it is there when that run ends.
        Until(() => Sessions.Blocked is [var second] && second != first);
        Until(() => _predictor.Value.Snapshot().ItemsInFlight == 7);
        Sessions.Script = null;
        Sessions.ReleaseAll();
        var outcomes = await Soon(all);
        Assert.Equal(8, outcomes.Count);
        foreach (var outcome in outcomes) outcome.Value.Dispose();
        Assert.Equal((1, 8), (Sessions.Runs.First().Rows, Sessions.Runs.Sum(run => run.Rows))); // nobody waited for company
        Assert.InRange(Sessions.Runs.Count, 2, 3); // and all that waited went together
    }

    [Fact]
    public async Task Items_that_have_left_a_flow_of_batches_are_their_receivers()
    {
        var outcomes = await Soon(Source.From(Enumerable.Range(0, 10)).Select(item => Outcome.Of(new Wrapped(_custody.Make(item))))
            .Via(InferenceFlow.PredictBatched<Wrapped>(_predictor.Value, item => Named(Input(item.Parcel.Number)), 4))
            .RunWith(Sink.Seq<Outcome<Predicted<Wrapped>>>(), Materializer));
        Until(() => AkkaStreams.CountLeft() == 0);
        Assert.Equal(10, _custody.Alive);
        foreach (var outcome in outcomes) outcome.Value.Dispose();
    }

    [Fact]
    public async Task Item_whose_inputs_cannot_be_had_fails_alone_in_its_batch()
    {
        var outcomes = await Soon(Source.From(Enumerable.Range(0, 8)).Select(item => Outcome.Of(_custody.Make(item)))
            .Via(InferenceFlow.PredictGroupedWithin<Parcel>(
                _predictor.Value, parcel => parcel.Number switch { 2 => null!, 5 => throw new InvalidDataException("five."), var number => Named(Input(number)) }, 4, TimeSpan.FromHours(1)))
            .RunWith(Sink.Seq<Outcome<Predicted<Parcel>>>(), Materializer));
        Assert.Equal([2, 5], Enumerable.Range(0, 8).Where(item => !outcomes[item].Succeeded));
        Assert.All(outcomes.Where(outcome => !outcome.Succeeded), outcome => Assert.Equal(ErrorKind.Internal, outcome.Failure!.Kind));
        Assert.Equal(6, _custody.Alive);
        foreach (var outcome in outcomes.Where(outcome => outcome.Succeeded)) outcome.Value.Dispose();
    }

    [Fact]
    public async Task Input_that_is_the_items_own_stays_for_as_long_as_a_run_reads_it()
    {
        var predictor = new ReadingPredictor();
        var (killSwitch, end) = Source.From(Enumerable.Range(0, 2)).Concat(Source.Maybe<int>().MapMaterializedValue(_ => global::Akka.NotUsed.Instance))
            .Select(item => Outcome.Of(Input(item)))
            .ViaMaterialized(InferenceFlow.PredictGroupedWithin<Tensor>(predictor, Named, 2, TimeSpan.FromHours(1)), Keep.Right)
            .ToMaterialized(Sink.Ignore<Outcome<Predicted<Tensor>>>(), Keep.Both).Run(Materializer);
        Until(() => predictor.Count == 2);
        killSwitch.Abort(new InvalidDataException("enough."));
        Assert.NotNull(await Record.ExceptionAsync(() => Soon(end)));
        Assert.Equal([0f, 1f], predictor.ReadAll().Order());
    }

    [Fact]
    public void Batches_that_cannot_be_are_refused_at_once()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => InferenceFlow.PredictBatched<Tensor>(_predictor.Value, Named, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => InferenceFlow.PredictGroupedWithin<Tensor>(_predictor.Value, Named, 0, TimeSpan.FromSeconds(1)));
        Assert.Throws<ArgumentOutOfRangeException>(() => InferenceFlow.PredictGroupedWithin<Tensor>(_predictor.Value, Named, 1, TimeSpan.Zero));
    }

    [Fact]
    public async Task Flow_of_batches_that_is_left_tells_its_predictions_and_disposes_what_it_holds()
    {
        Sessions.Script = run => run.Firsts[0] == 0 ? FakeBehaviour.Succeed : FakeBehaviour.Block;
        var killSwitch = Source.From(Enumerable.Range(0, 100)).Select(item => Outcome.Of(Input(item)))
            .ViaMaterialized(InferenceFlow.PredictBatched<Tensor>(_predictor.Value, Named, 4, parallelism: 3), Keep.Right)
            .ToMaterialized(Sink.ForEach<Outcome<Predicted<Tensor>>>(outcome => outcome.Value.Dispose()), Keep.Left).Run(Materializer);
        await OwnThread.Run(() => Sessions.WaitForBlocked(1));
        killSwitch.Abort(new InvalidDataException("enough."));
        Until(() => AkkaStreams.CountLeft() == 0);
    }

    protected override void Close()
    {
        if (_predictor.IsValueCreated) _predictor.Value.Dispose();
    }

    private readonly record struct Wrapped(Parcel Parcel) : IDisposable
    {
        public void Dispose() => Parcel.Dispose();
    }

    private static RunInput[] Named(Tensor input) => [new("x", input)];

    // What a source has made and a kill switch before the flow drops is nobody's: parcels are made in the flow.
    private Pipeline<int, Parcel> Held(int parallelism) => Pipeline.Of<int>(new() { Parallelism = parallelism }).MapAsync<Parcel>("held", async (item, cancel) =>
    {
        var parcel = _custody.Make(item);
        try
        {
            await _work.HoldAsync(item, cancel);
            return parcel;
        }
        catch (OperationCanceledException)
        {
            parcel.Dispose();
            throw;
        }
    });
}
