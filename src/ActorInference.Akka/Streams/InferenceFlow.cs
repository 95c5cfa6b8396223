using ActorInference.Akka.Streams.Flows;
using Akka.Streams;
using Akka.Streams.Dsl;

namespace ActorInference.Akka;

/// <summary>
/// The steps of inference as flows of Akka.Streams, one by one, to be put into graphs of one's own: <c>source.Via(InferenceFlow.Preprocess(...)).Via(InferenceFlow.Predict(...)).Via(InferenceFlow.Postprocess(...))</c>.
/// An item that failed in a step goes through those behind it untouched, in its place. Whole pipelines are <see cref="PipelineFlow"/>, whose words on emitting, back-pressure, completion, failure and cancelling hold for
/// <see cref="Preprocess"/>, <see cref="Predict{T}(IPredictor, Func{T, RunInput[]}, PredictionOptions?, PipelineOptions?)"/> and <see cref="Postprocess"/>.
/// </summary>
public static class InferenceFlow
{
    /// <summary>Work on each item that holds its thread, at most <see cref="PipelineOptions.Parallelism"/> at once (<c>SelectAsync</c>): decode, resize, lay out.</summary>
    /// <param name="work">The work; it owns the item.</param>
    /// <param name="options">How; null for the defaults.</param>
    public static Flow<TIn, Outcome<TOut>, UniqueKillSwitch> Preprocess<TIn, TOut>(Func<TIn, Outcome<TOut>> work, PipelineOptions? options = null) =>
        Pipeline.Of<TIn>(options).Preprocess(work).AsFlow();

    /// <summary>
    /// A prediction for each item, at most as many at once as keep all lanes of the predictor busy (<c>SelectAsync</c>), or <see cref="PipelineOptions.Parallelism"/> where <see cref="PipelineOptions.Ordered"/> is false
    /// unordered (<c>SelectAsyncUnordered</c>).
    /// </summary>
    /// <param name="predictor">Who predicts; stays the caller's.</param>
    /// <param name="inputs">An item's inputs; the predictor's from then on.</param>
    /// <param name="prediction">How each prediction is asked for; null for the defaults.</param>
    /// <param name="options">How; null for the defaults.</param>
    public static Flow<Outcome<T>, Outcome<Predicted<T>>, UniqueKillSwitch> Predict<T>(
        IPredictor predictor, Func<T, RunInput[]> inputs, PredictionOptions? prediction = null, PipelineOptions? options = null) =>
        Pipeline.Of<T>(options).Predict(predictor, inputs, prediction).AsFlowOfOutcomes();

    /// <summary>Work on each item that holds its thread: restore, encode. See <see cref="Preprocess"/>.</summary>
    /// <param name="work">The work; it owns the item.</param>
    /// <param name="options">How; null for the defaults.</param>
    public static Flow<Outcome<TIn>, Outcome<TOut>, UniqueKillSwitch> Postprocess<TIn, TOut>(Func<TIn, Outcome<TOut>> work, PipelineOptions? options = null) =>
        Pipeline.Of<TIn>(options).Postprocess(work).AsFlowOfOutcomes();

    /// <summary>
    /// Predictions in batches of a count or a time (<c>GroupedWithin</c>): each group is handed to the predictor at once, whose options say how many share a run, and each item has its own outcome.
    /// <para>Emits when the next group in order is predicted, item by item. Back-pressures when <paramref name="parallelism"/> groups are under way. Completes when what is before it has completed and every item has its outcome.</para>
    /// <para>Cancels when what is behind it cancels; fails when what is before it does, or at <see cref="UniqueKillSwitch.Abort"/>, at once: what is under way is cancelled and disposed, without outcomes.</para>
    /// </summary>
    /// <param name="predictor">Who predicts; stays the caller's.</param>
    /// <param name="inputs">An item's inputs; the predictor's from then on.</param>
    /// <param name="count">Items in a group at most, 1 or more.</param>
    /// <param name="within">How long the first waits for the others, more than 0, by the actor system's clock.</param>
    /// <param name="parallelism">Groups under way at most, 1 or more; 2 keep a lane busy.</param>
    /// <param name="prediction">How each prediction is asked for; null for the defaults.</param>
    public static Flow<Outcome<T>, Outcome<Predicted<T>>, UniqueKillSwitch> PredictGroupedWithin<T>(
        IPredictor predictor, Func<T, RunInput[]> inputs, int count, TimeSpan within, int parallelism = 2, PredictionOptions? prediction = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(within, TimeSpan.Zero);
        return BatchFlow.Make<T>(predictor, inputs, prediction, parallelism, flow => flow.GroupedWithin(count, within));
    }

    /// <summary>
    /// Predictions in batches that conserve work (<c>Batch</c>): a batch is whatever has come while the one before was under way, so that nothing waits for company. The rest as
    /// <see cref="PredictGroupedWithin"/>.
    /// </summary>
    /// <param name="predictor">Who predicts; stays the caller's.</param>
    /// <param name="inputs">An item's inputs; the predictor's from then on.</param>
    /// <param name="max">Items in a batch at most, 1 or more.</param>
    /// <param name="parallelism">Batches under way at most, 1 or more; as many as the predictor has lanes, or 2 where lanes shall find the next one waiting.</param>
    /// <param name="prediction">How each prediction is asked for; null for the defaults.</param>
    public static Flow<Outcome<T>, Outcome<Predicted<T>>, UniqueKillSwitch> PredictBatched<T>(
        IPredictor predictor, Func<T, RunInput[]> inputs, int max, int parallelism = 1, PredictionOptions? prediction = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(max, 1);
        return BatchFlow.Make<T>(predictor, inputs, prediction, parallelism, flow => flow.Batch(
            max, (BatchTicket<T> first) => (IEnumerable<BatchTicket<T>>)new List<BatchTicket<T>> { first }, (batch, next) =>
            {
                ((List<BatchTicket<T>>)batch).Add(next);
                return batch;
            }));
    }
}
