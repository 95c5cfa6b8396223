namespace ActorInference.Streams.Running;

/// <summary>Makes the stages of a pipeline work, first to last, and leaves it to an engine how an element gets from one to the next.</summary>
internal abstract class NodeBuilder(RunState state) : IStageVisitor
{
    private bool _entersLater = true; // whether all stages so far drop what there is no room for
    private int _workers = 1;

    /// <summary>Threads that blocking work asks for, no more than there may be items.</summary>
    public int Workers => Math.Min(_workers, Options.MaxItemsInFlight ?? int.MaxValue);

    /// <summary>Whether the first stages drop what there is no room for: then the source gives what it has, and the budget begins behind them.</summary>
    public bool EntersLater { get; private set; }

    /// <summary>Puts all stages one behind the other.</summary>
    public void Build(IReadOnlyList<Stage> stages)
    {
        foreach (var stage in stages) stage.Accept(this);
        Enter();
    }

    public void Visit<TIn, TOut>(MapStage<TIn, TOut> stage)
    {
        var parallelism = stage.Options.Parallelism ?? Options.Parallelism;
        if (stage.Blocks) _workers = Math.Max(_workers, parallelism);
        Add<TIn, TOut>(new MapNode<TIn, TOut>(state, stage, parallelism, IsOrdered(stage.Options)));
    }

    public void Visit<T>(PredictStage<T> stage)
    {
        var parallelism = stage.Options.Parallelism ?? Math.Max(2 * stage.Predictor.Capacity, 2 * Options.GroupSize);
        Add<T, Predicted<T>>(new PredictNode<T>(state, stage, parallelism, IsOrdered(stage.Options), Math.Min(Options.GroupSize, parallelism), Options.GroupWithin));
    }

    public void Visit<T>(GroupStage<T> stage) => Add<T, IReadOnlyList<T>>(new GroupNode<T>(state, stage));

    public void Visit<T>(BufferStage<T> stage) => Add<T, T>(new BufferNode<T>(state, stage), drops: stage.Overflow != Overflow.Backpressure);

    public void Visit<T>(SampleStage<T> stage) => Add<T, T>(new SampleNode<T>(state, stage), drops: true);

    /// <summary>How the pipeline is run.</summary>
    protected PipelineOptions Options => state.Options;

    private bool IsOrdered(StageOptions stage) => stage.Ordered ?? Options.Ordered;

    private void Add<TIn, TOut>(Node<TOut> node, bool drops = false)
    {
        if (!drops) Enter();
        EntersLater |= _entersLater;
        state.Nodes.Add(node);
        Connect<TIn, TOut>(node);
    }

    private void Enter()
    {
        if (!_entersLater) return;
        _entersLater = false;
        if (state.Nodes.Count > 0) state.Nodes[^1].IsEntry = true;
    }

    /// <summary>Goes on with a stage, which is an inlet of <typeparamref name="TIn"/>.</summary>
    protected abstract void Connect<TIn, TOut>(Node<TOut> node);
}
