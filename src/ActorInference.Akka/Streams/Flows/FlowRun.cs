using Akka;
using Akka.Streams.Dsl;

namespace ActorInference.Akka.Streams.Flows;

/// <summary>The stages of a pipeline as a part of somebody else's graph, for one materialization of it.</summary>
internal static class FlowRun
{
    /// <summary>Makes it.</summary>
    /// <param name="pipeline">The pipeline, ready to be run.</param>
    /// <param name="toOutcome">What an element of the graph is to the pipeline.</param>
    public static Flow<TElement, Outcome<TOut>, NotUsed> Make<TElement, TIn, TOut>(Pipeline<TIn, TOut> pipeline, Func<TElement, Outcome<TIn>> toOutcome)
    {
        var state = new GraphState(pipeline.Options);
        var builder = new GraphBuilder<TIn>(state);
        builder.Build(pipeline.Stages);
        return Flow.FromGraph(new EntryStage<TElement, TIn>(state, toOutcome, builder.EntersLater, Begin))
            .Via(builder.Stages<TOut>())
            .Via(new ExitStage<TOut>(state));

        // The graph has started: before that nobody would end what is begun.
        void Begin()
        {
            state.NoteBegin();
            state.Telemetry.Begin();
            state.StartWorkers(builder.Workers);
        }
    }
}
