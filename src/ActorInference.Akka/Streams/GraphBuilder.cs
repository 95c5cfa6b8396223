using ActorInference.Streams.Running;
using Akka;
using Akka.Streams.Dsl;

namespace ActorInference.Akka.Streams;

/// <summary>Puts the stages of a pipeline together as a flow of elements.</summary>
/// <typeparam name="TFirst">What the first stage takes.</typeparam>
internal sealed class GraphBuilder<TFirst>(GraphState state) : NodeBuilder(state)
{
    private object _last = Flow.Create<Element<TFirst>>(); // a flow whose elements the next stage takes

    /// <summary>All stages, once they are built.</summary>
    public Flow<Element<TFirst>, Element<TOut>, NotUsed> Stages<TOut>() => (Flow<Element<TFirst>, Element<TOut>, NotUsed>)_last;

    protected override void Connect<TIn, TOut>(Node<TOut> node)
    {
        var flow = Stages<TIn>();
        _last = node is WorkNode<TIn, TOut> work ? Work(flow, work) : flow.Via(new NodeStage<TIn, TOut>(state, node));
    }

    // The graph bounds what the stage holds and keeps the order; the node does the work, and answers as each is done.
    private Flow<Element<TFirst>, Element<TOut>, NotUsed> Work<TIn, TOut>(Flow<Element<TFirst>, Element<TIn>, NotUsed> flow, WorkNode<TIn, TOut> node)
    {
        var work = new WorkAnswers<TIn, TOut>(state, node);
        var noted = flow.Via(new EndNote<Element<TIn>>(work.NoteEnd));
        var isOrdered = node.IsOrdered;
        node.IsOrdered = false;
        var most = Math.Min(node.Most, Options.MaxItemsInFlight ?? int.MaxValue); // it has room for all of them from the start
        return isOrdered ? noted.SelectAsync(most, work.Begin) : noted.SelectAsyncUnordered(most, work.Begin);
    }
}
