namespace ActorInference.Streams.Embedded;

/// <summary>Puts the stages of a pipeline together, each with the next.</summary>
internal sealed class NodeBuilder(Flow flow, PipelineOptions options) : IStageVisitor
{
    private object? _last; // a SourcePump<T> or a Node<T> that gives what the next stage takes
    private bool _entersLater = true; // whether all stages so far drop what there is no room for

    /// <summary>Threads that blocking work asks for.</summary>
    public int Workers { get; private set; } = 1;

    /// <summary>Begins with the source.</summary>
    public void Begin<T>(SourcePump<T> source) => _last = source;

    /// <summary>Ends with where outcomes come out.</summary>
    public void End<T>(IInlet<T> outlet)
    {
        Enter();
        Connect(outlet);
    }

    public void Visit<TIn, TOut>(MapStage<TIn, TOut> stage)
    {
        var parallelism = stage.Options.Parallelism ?? options.Parallelism;
        if (stage.Blocks) Workers = Math.Max(Workers, parallelism);
        Add<TIn, TOut>(new MapNode<TIn, TOut>(flow, stage, parallelism, IsOrdered(stage.Options)));
    }

    public void Visit<T>(PredictStage<T> stage)
    {
        var parallelism = stage.Options.Parallelism ?? Math.Max(2 * stage.Predictor.Capacity, 2 * options.GroupSize);
        Add<T, Predicted<T>>(new PredictNode<T>(flow, stage, parallelism, IsOrdered(stage.Options), Math.Min(options.GroupSize, parallelism), options.GroupWithin));
    }

    public void Visit<T>(GroupStage<T> stage) => Add<T, IReadOnlyList<T>>(new GroupNode<T>(flow, stage));

    public void Visit<T>(BufferStage<T> stage) => Add<T, T>(new BufferNode<T>(flow, stage), drops: stage.Overflow != Overflow.Backpressure);

    public void Visit<T>(SampleStage<T> stage) => Add<T, T>(new SampleNode<T>(flow, stage), drops: true);

    private bool IsOrdered(StageOptions stage) => stage.Ordered ?? options.Ordered;

    private void Add<TIn, TOut>(Node<TOut> node, bool drops = false)
    {
        if (!drops) Enter();
        node.IsBeforeEntry = _entersLater;
        Connect((IInlet<TIn>)node);
        flow.Nodes.Add(node);
        _last = node;
    }

    private void Enter()
    {
        if (!_entersLater) return;
        _entersLater = false;
        if (flow.Nodes.Count > 0) flow.Nodes[^1].IsEntry = true;
    }

    private void Connect<T>(IInlet<T> inlet)
    {
        if (_last is SourcePump<T> source) source.Next = inlet;
        else ((Node<T>)_last!).Next = inlet;
    }
}
