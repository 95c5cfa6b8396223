using ActorInference.Akka.Streams.Flows;
using Akka.Streams;
using Akka.Streams.Dsl;

namespace ActorInference.Akka;

/// <summary>
/// Whole pipelines as flows of Akka.Streams, to be put into graphs of one's own. Each materialization is a run of its own, with the budget, the order and the telemetry that the pipeline's options say.
/// <para>In: items, which the flow owns from then on. Out: an outcome for each, which whoever is behind the flow owns.</para>
/// <para>Emits when the next item, or group, is through all stages; what a buffer drops has no outcome.</para>
/// <para>Back-pressures when the first stage does, or the pipeline's budget is used up. An outcome counts in it until the next one is asked for.</para>
/// <para>Completes when what is before it has completed and every item has an outcome. <see cref="UniqueKillSwitch.Shutdown"/> completes it so: what is in flight is finished.</para>
/// <para>Fails when what is before it does, or at <see cref="UniqueKillSwitch.Abort"/>: what is in flight is cancelled, its outcomes come out, and behind them the failure.</para>
/// <para>Cancels when what is behind it cancels: what is in flight is cancelled and disposed, runs of the model are told to end, and what is before it is cancelled.</para>
/// </summary>
public static class PipelineFlow
{
    /// <summary>The pipeline as a flow.</summary>
    /// <exception cref="InferenceException">The pipeline's options cannot work.</exception>
    public static Flow<TIn, Outcome<TOut>, UniqueKillSwitch> AsFlow<TIn, TOut>(this Pipeline<TIn, TOut> pipeline) => Make<TIn, TIn, TOut>(pipeline, Outcome.Of);

    /// <summary>The pipeline as a flow that goes on where another ended: items that failed there go through untouched, each in its place.</summary>
    /// <exception cref="InferenceException">The pipeline's options cannot work.</exception>
    public static Flow<Outcome<TIn>, Outcome<TOut>, UniqueKillSwitch> AsFlowOfOutcomes<TIn, TOut>(this Pipeline<TIn, TOut> pipeline) => Make<Outcome<TIn>, TIn, TOut>(pipeline, outcome => outcome);

    private static Flow<TElement, Outcome<TOut>, UniqueKillSwitch> Make<TElement, TIn, TOut>(Pipeline<TIn, TOut> pipeline, Func<TElement, Outcome<TIn>> toOutcome)
    {
        ArgumentNullException.ThrowIfNull(pipeline);
        var ready = pipeline.Ready();
        return Flow.Create<TElement>()
            .ViaMaterialized(KillSwitches.Single<TElement>(), Keep.Right)
            .Via(Flow.Setup((_, _) => FlowRun.Make(ready, toOutcome)));
    }
}
