using ActorInference.Streams.Running;
using Akka;
using Akka.Streams;
using Akka.Streams.Dsl;

namespace ActorInference.Akka.Streams;

/// <summary>Puts the stages of a pipeline together as a graph.</summary>
internal sealed class GraphBuilder(GraphState state, PipelineOptions options) : NodeBuilder(state, options)
{
    private object? _last; // a Source of elements that the next stage takes

    /// <summary>The whole of it, once it is built.</summary>
    public IRunnableGraph<NotUsed>? Graph { get; private set; }

    protected override void Begin<T>(SourcePump<T> source) => _last = Source.FromGraph(new SourceStage<T>(state, source));

    protected override void Connect<TIn, TOut>(Node<TOut> node)
    {
        var source = (Source<Element<TIn>, NotUsed>)_last!;
        _last = node is WorkNode<TIn, TOut> work ? Work(source, work) : source.Via(new NodeStage<TIn, TOut>(state, node));
    }

    protected override void End<T>(IInlet<T> outlet) => Graph = ((Source<Element<T>, NotUsed>)_last!).To(Sink.FromGraph(new SinkStage<T>(state, outlet)));

    // The graph bounds what the stage holds and keeps the order; the node does the work, and answers as each is done.
    private Source<Element<TOut>, NotUsed> Work<TIn, TOut>(Source<Element<TIn>, NotUsed> source, WorkNode<TIn, TOut> node)
    {
        var work = new WorkAnswers<TIn, TOut>(state, node);
        var noted = source.Via(new EndNote<Element<TIn>>(work.NoteEnd));
        var done = node.IsOrdered ? noted.SelectAsync(node.Most, work.Begin) : noted.SelectAsyncUnordered(node.Most, work.Begin);
        node.IsOrdered = false;
        return done.Select(work.Leave);
    }
}
