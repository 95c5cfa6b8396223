using ActorInference.Streams.Running;

namespace ActorInference.Streams.Embedded;

/// <summary>A run on threads of its own.</summary>
internal sealed class EmbeddedRun<TIn, TOut> : EngineRun<TIn, TOut>
{
    private readonly int _workers;

    public EmbeddedRun(Pipeline<TIn, TOut> pipeline, IAsyncEnumerable<TIn> source, KillSwitch killSwitch)
        : base(source, killSwitch, new Flow(pipeline.Options))
    {
        var chain = new Chain(State);
        chain.Begin(Source);
        chain.Build(pipeline.Stages);
        chain.End(this);
        Source.EntersLater = chain.EntersLater;
        _workers = chain.Workers;
    }

    protected override void Begin() => State.StartWorkers(_workers);
}
