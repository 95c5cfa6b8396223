using ActorInference.Streams.Running;
using Akka;
using Akka.Pattern;
using Akka.Streams;
using Akka.Streams.Dsl;

namespace ActorInference.Akka.Streams;

/// <summary>A run as a graph of Akka.Streams.</summary>
internal sealed class AkkaRun<TIn, TOut> : EngineRun<TIn, TOut>
{
    private readonly GraphState _graph;
    private readonly IRunnableGraph<NotUsed> _runnable;
    private readonly IMaterializer _materializer;
    private readonly int _workers;

    public AkkaRun(Pipeline<TIn, TOut> pipeline, IAsyncEnumerable<TIn> source, KillSwitch killSwitch, IMaterializer materializer)
        : base(source, killSwitch, new GraphState(pipeline.Options))
    {
        _materializer = materializer;
        _graph = (GraphState)State;
        var builder = new GraphBuilder<TIn>(_graph);
        builder.Build(pipeline.Stages);
        Source.EntersLater = builder.EntersLater;
        _runnable = global::Akka.Streams.Dsl.Source.FromGraph(new SourceStage<TIn>(_graph, Source)).Via(builder.Stages<TOut>()).To(Sink.FromGraph(new SinkStage<TOut>(_graph, this)));
        _workers = builder.Workers;
    }

    protected override void Begin()
    {
        _graph.StartWorkers(_workers);
        try
        {
            _runnable.Run(_materializer);
        }
        catch (Exception problem)
        {
            // The materializer is gone, or going, and the system with it. Whatever it is, what has begun has to end.
            _graph.BreakWithSystem(problem is IllegalStateException or InvalidOperationException or AggregateException ? null : problem);
        }
    }
}
