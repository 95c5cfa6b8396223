using ActorInference.Streams.Running;

namespace ActorInference.Streams.Embedded;

/// <summary>Puts the stages of a pipeline together, each with the next.</summary>
internal sealed class Chain(RunState state) : NodeBuilder(state)
{
    private object? _last; // a SourcePump<T> or a Node<T> that gives what the next stage takes

    /// <summary>Begins with the source.</summary>
    public void Begin<T>(SourcePump<T> source) => _last = source;

    /// <summary>Ends where outcomes come out.</summary>
    public void End<T>(IInlet<T> outlet)
    {
        if (_last is SourcePump<T> source) source.Next = outlet;
        else ((Node<T>)_last!).Next = outlet;
    }

    protected override void Connect<TIn, TOut>(Node<TOut> node)
    {
        End((IInlet<TIn>)node);
        _last = node;
    }
}
