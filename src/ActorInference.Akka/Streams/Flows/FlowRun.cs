using ActorInference.Streams.Running;
using ActorInference.Telemetry;
using Akka;
using Akka.Streams.Dsl;

namespace ActorInference.Akka.Streams.Flows;

/// <summary>The stages of a pipeline as a part of somebody else's graph, for one materialization of it.</summary>
#pragma warning disable CA1001 // The teller is disposed when the run ends.
internal sealed class FlowRun<TElement, TIn, TOut> : IOutlet
#pragma warning restore CA1001
{
    private readonly GraphState _state;
    private readonly PipelineOptions _options;
    private readonly int _workers;
    private readonly ProgressTeller? _teller;

    public FlowRun(Pipeline<TIn, TOut> pipeline, Func<TElement, Outcome<TIn>> toOutcome)
    {
        _options = pipeline.Options;
        _state = new(new(_options.Time), new(_options.MaxItemsInFlight ?? int.MaxValue, _options.MaxBytesInFlight), _options.FailFast) { Outlet = this };
        _state.Telemetry = new PipelineTelemetry(_options.Name, _state);
        var builder = new GraphBuilder<TIn>(_state, _options);
        builder.Build(pipeline.Stages);
        Flow = global::Akka.Streams.Dsl.Flow.FromGraph(new EntryStage<TElement, TIn>(_state, toOutcome, builder.EntersLater, Begin))
            .Via(builder.Stages<TOut>())
            .Via(new ExitStage<TOut>(_state));
        _workers = Math.Min(builder.Workers, _options.MaxItemsInFlight ?? int.MaxValue);
        if (_options.Progress is { } hearer) _teller = new(hearer, _options, Snapshot, _state.Note);
    }

    /// <summary>The stages.</summary>
    public Flow<TElement, Outcome<TOut>, NotUsed> Flow { get; }

    public void BeforeEnd()
    {
        _teller?.Dispose();
        _state.NoteOver();
        _state.Telemetry.End();
        _teller?.TellEnd();
    }

    public void End()
    {
    }

    // The graph has started: before that nobody would end what is begun.
    private void Begin()
    {
        _state.NoteBegin();
        _state.Telemetry.Begin();
        _state.StartWorkers(_workers);
    }

    private PipelineSnapshot Snapshot()
    {
        lock (_state.Gate) return _state.Snapshot(_options);
    }
}
