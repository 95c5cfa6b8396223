using ActorInference.Streams.Running;

namespace ActorInference.Streams.Embedded;

/// <summary>Puts the stages of a pipeline together, each with the next.</summary>
internal sealed class Chain(RunState state, PipelineOptions options) : NodeBuilder(state, options)
{
    private object? _last; // a SourcePump<T> or a Node<T> that gives what the next stage takes

    protected override void Begin<T>(SourcePump<T> source) => _last = source;

    protected override void Connect<TIn, TOut>(Node<TOut> node)
    {
        End((IInlet<TIn>)node);
        _last = node;
    }

    protected override void End<T>(IInlet<T> outlet)
    {
        if (_last is SourcePump<T> source) source.Next = outlet;
        else ((Node<T>)_last!).Next = outlet;
    }
}
