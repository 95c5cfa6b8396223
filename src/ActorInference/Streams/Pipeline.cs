namespace ActorInference;

/// <summary>Begins the description of a pipeline.</summary>
public static class Pipeline
{
    /// <summary>A pipeline over items of one type that does nothing yet.</summary>
    /// <param name="options">How it is run; null for the defaults.</param>
    public static Pipeline<T, T> Of<T>(PipelineOptions? options = null) => new([], options ?? new());
}

/// <summary>
/// A chain of stages, described once and run by an engine as often as one likes: what goes in is <typeparamref name="TIn"/>, what comes out
/// <typeparamref name="TOut"/>. Immutable; each method gives a new description.
/// </summary>
public sealed class Pipeline<TIn, TOut>
{
    internal Pipeline(IReadOnlyList<Stage> stages, PipelineOptions options)
    {
        Stages = stages;
        Options = options;
    }

    /// <summary>The stages, in order.</summary>
    public IReadOnlyList<Stage> Stages { get; }

    /// <summary>How it is run.</summary>
    public PipelineOptions Options { get; }

    /// <summary>The same stages with other options.</summary>
    public Pipeline<TIn, TOut> With(PipelineOptions options) => new(Stages, options);

    /// <summary><see cref="Map"/> under the name of the stage before prediction: decode, resize, lay out.</summary>
    public Pipeline<TIn, TNext> Preprocess<TNext>(Func<TOut, Outcome<TNext>> work, StageOptions? options = null) => Map("preprocess", work, options);

    /// <summary><see cref="Map"/> under the name of the stage behind prediction: restore, encode.</summary>
    public Pipeline<TIn, TNext> Postprocess<TNext>(Func<TOut, Outcome<TNext>> work, StageOptions? options = null) => Map("postprocess", work, options);

    /// <summary>Work on each item that holds its thread, on threads of the engine's own: see <see cref="MapStage{TIn,TOut}"/>.</summary>
    /// <param name="name">What progress and failures call it.</param>
    /// <param name="work">The work; it owns the item.</param>
    /// <param name="options">How; null for the defaults.</param>
    public Pipeline<TIn, TNext> Map<TNext>(string name, Func<TOut, Outcome<TNext>> work, StageOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(work);
        return Then<TNext>(new MapStage<TOut, TNext>(name, (item, _) => new(work(item)), options ?? StageOptions.Default, blocks: true));
    }

    /// <summary>Work on each item that mostly waits: see <see cref="MapStage{TIn,TOut}"/>.</summary>
    /// <param name="name">What progress and failures call it.</param>
    /// <param name="work">The work; it owns the item, and is told through its token when nobody wants it any more.</param>
    /// <param name="options">How; null for the defaults.</param>
    public Pipeline<TIn, TNext> MapAsync<TNext>(string name, Func<TOut, CancellationToken, ValueTask<Outcome<TNext>>> work, StageOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(work);
        return Then<TNext>(new MapStage<TOut, TNext>(name, work, options ?? StageOptions.Default, blocks: false));
    }

    /// <summary>A prediction for each item, for a model with one input: see <see cref="PredictStage{T}"/>.</summary>
    /// <param name="predictor">Who predicts; stays the caller's.</param>
    /// <param name="input">The item's input; the predictor's from then on.</param>
    /// <param name="prediction">How each prediction is asked for; null for the defaults.</param>
    /// <param name="options">How; null for the defaults.</param>
    public Pipeline<TIn, Predicted<TOut>> Predict(IPredictor predictor, Func<TOut, Tensor> input, PredictionOptions? prediction = null, StageOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(predictor);
        ArgumentNullException.ThrowIfNull(input);
        return Predict(predictor, item => [new(predictor.Signature.Inputs[0].Name, input(item))], prediction, options);
    }

    /// <summary>The same with inputs by name.</summary>
    public Pipeline<TIn, Predicted<TOut>> Predict(IPredictor predictor, Func<TOut, RunInput[]> inputs, PredictionOptions? prediction = null, StageOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(predictor);
        ArgumentNullException.ThrowIfNull(inputs);
        return Then<Predicted<TOut>>(new PredictStage<TOut>("predict", predictor, inputs, prediction ?? PredictionOptions.Default, options ?? StageOptions.Default));
    }

    /// <summary>Groups of items: see <see cref="GroupStage{T}"/>.</summary>
    /// <param name="count">Items in a group at most, 1 or more.</param>
    /// <param name="within">How long the first waits for the others, more than 0; <see cref="Timeout.InfiniteTimeSpan"/> for as long as it takes.</param>
    public Pipeline<TIn, IReadOnlyList<TOut>> GroupedWithin(int count, TimeSpan within)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        if (within != Timeout.InfiniteTimeSpan) ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(within, TimeSpan.Zero);
        return Then<IReadOnlyList<TOut>>(new GroupStage<TOut>($"groups of {count}", count, within));
    }

    /// <summary>A queue: see <see cref="BufferStage{T}"/>.</summary>
    /// <param name="size">How many items wait at most, 1 or more.</param>
    /// <param name="overflow">What happens with one more.</param>
    public Pipeline<TIn, TOut> Buffer(int size, Overflow overflow)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 1);
        if (overflow is < Overflow.Backpressure or > Overflow.Fail) throw new ArgumentOutOfRangeException(nameof(overflow), overflow, "no way to overflow");
        return Then<TOut>(new BufferStage<TOut>("buffer", size, overflow));
    }

    /// <summary>Every nth item, the others dropped: see <see cref="SampleStage{T}"/>.</summary>
    /// <param name="n">One of how many is kept, 1 or more.</param>
    public Pipeline<TIn, TOut> EveryNth(int n)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(n, 1);
        return Then<TOut>(new SampleStage<TOut>($"every {n}", n));
    }

    /// <summary>Runs it; nothing happens before it is enumerated.</summary>
    /// <param name="source">The items.</param>
    /// <param name="killSwitch">Stops it; null when only the consumer may.</param>
    /// <param name="engine">Who runs it; null for the embedded engine.</param>
    /// <exception cref="InferenceException">The options cannot work.</exception>
    public PipelineRun<TOut> RunAsync(IAsyncEnumerable<TIn> source, KillSwitch? killSwitch = null, IEngine? engine = null)
    {
        ArgumentNullException.ThrowIfNull(source);
        return (engine ?? EmbeddedEngine.Instance).Run(Ready(), source, killSwitch ?? new());
    }

    /// <summary>The same over items that are there already.</summary>
    public PipelineRun<TOut> RunAsync(IEnumerable<TIn> source, KillSwitch? killSwitch = null, IEngine? engine = null) => RunAsync(source.ToAsyncEnumerable(), killSwitch, engine);

    /// <summary>Runs it to its end, with a sink for the outcomes, one after the other; a slow sink slows the source.</summary>
    /// <param name="source">The items.</param>
    /// <param name="sink">What happens with each outcome; it owns the value.</param>
    /// <param name="killSwitch">Stops it; null when only <paramref name="cancel"/> may.</param>
    /// <param name="engine">Who runs it; null for the embedded engine.</param>
    /// <param name="cancel">Aborts it, with an <see cref="OperationCanceledException"/>.</param>
    /// <returns>How it ended.</returns>
    public async Task<PipelineSnapshot> RunAsync(
        IAsyncEnumerable<TIn> source, Func<ItemOutcome<TOut>, ValueTask> sink, KillSwitch? killSwitch = null, IEngine? engine = null, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(sink);
        var run = RunAsync(source, killSwitch, engine);
        await foreach (var outcome in run.WithCancellation(cancel).ConfigureAwait(false)) await sink(outcome).ConfigureAwait(false);
        return run.Progress;
    }

    /// <summary>As an engine is given it: its options are checked and fit its stages.</summary>
    internal Pipeline<TIn, TOut> Ready() => Check() is { } failure ? throw failure.ToException() : With(Fresh());

    /// <summary>Why its options cannot work; null when they can.</summary>
    internal Failure? Check() => Options.Check() ?? Stages.Select(stage => stage.Check()).FirstOrDefault(wrong => wrong is not null);

    // Behind a buffer that keeps the latest alone, what waits in the stages grows old: no more is let in than lanes run, or without any the busiest stage works on, and one that is ready.
    private PipelineOptions Fresh()
    {
        var keepsLatest = Stages.TakeWhile(stage => stage is SampleStage<TIn> or BufferStage<TIn>).Any(stage => stage is BufferStage<TIn> { Overflow: Overflow.LatestOnly });
        if (!keepsLatest || Options.MaxItemsInFlight is not null) return Options;
        var lanes = Stages.Max(stage => stage.Lanes(Options));
        return Options with { MaxItemsInFlight = (int)Math.Min((lanes > 0 ? lanes : Stages.Max(stage => stage.Busy(Options))) + 1L, int.MaxValue) };
    }

    private Pipeline<TIn, TNext> Then<TNext>(Stage stage) => new([.. Stages, stage], Options);
}
