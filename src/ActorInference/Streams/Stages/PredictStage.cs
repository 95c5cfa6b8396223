namespace ActorInference;

/// <summary>
/// A prediction for each item, at most <see cref="StageOptions.Parallelism"/> at once; items are handed to the predictor in the order they come, in groups of
/// <see cref="PipelineOptions.GroupSize"/>.
/// What was predicted counts in the budget of the run, not in the predictor's, so that stages may share a predictor.
/// <para>Emits when the next item in order is predicted; unordered, when any is: each as it is done, not as a group.</para>
/// <para>Back-pressures when it holds twice as many items as may be predicted at once.</para>
/// <para>Completes when what is before it has completed and every item has left.</para>
/// <para>Cancels by ending what waits as cancelled, and cancelling what the predictor has.</para>
/// <para>Fails an item whose prediction fails, or whose inputs cannot be had; drops none.</para>
/// </summary>
public sealed class PredictStage<T> : Stage
{
    internal PredictStage(string name, IPredictor predictor, Func<T, RunInput[]> inputs, PredictionOptions prediction, StageOptions options)
        : base(name)
    {
        Predictor = predictor;
        Inputs = inputs;
        Prediction = prediction;
        Options = options;
    }

    /// <summary>Who predicts.</summary>
    public IPredictor Predictor { get; }

    /// <summary>An item's inputs; they are the predictor's from then on.</summary>
    public Func<T, RunInput[]> Inputs { get; }

    /// <summary>How each prediction is asked for.</summary>
    public PredictionOptions Prediction { get; }

    /// <summary>How the stage is run.</summary>
    public StageOptions Options { get; }

    internal override int Lanes(PipelineOptions options) => Math.Min(Options.Parallelism ?? int.MaxValue, Math.Max(Predictor.Capacity, options.GroupSize));

    internal override Failure? Check() => Options.Check(Name);

    /// <inheritdoc/>
    public override void Accept(IStageVisitor visitor) => visitor.Visit(this);
}
