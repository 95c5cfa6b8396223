using ActorInference.Streams.Running;
using Akka.Pattern;
using Akka.Streams;

namespace ActorInference.Akka.Streams;

/// <summary>A run as a graph of Akka.Streams.</summary>
internal sealed class AkkaRun<TIn, TOut> : EngineRun<TIn, TOut>
{
    private readonly GraphState _graph;
    private readonly GraphBuilder _builder;
    private readonly IMaterializer _materializer;
    private readonly int _workers;

    public AkkaRun(Pipeline<TIn, TOut> pipeline, IAsyncEnumerable<TIn> source, KillSwitch killSwitch, IMaterializer materializer)
        : base(pipeline, source, killSwitch, (clock, ledger) => new GraphState(clock, ledger, pipeline.Options.FailFast))
    {
        _materializer = materializer;
        _graph = (GraphState)State;
        _builder = new GraphBuilder(_graph, pipeline.Options);
        Build(_builder, pipeline);
        _workers = Math.Min(_builder.Workers, pipeline.Options.MaxItemsInFlight ?? int.MaxValue);
    }

    protected override void Begin()
    {
        _graph.StartWorkers(_workers);
        try
        {
            _builder.Graph!.Run(_materializer);
        }
        catch (IllegalStateException)
        {
            _graph.Break(null); // the materializer is gone, and the system with it
        }
    }
}
