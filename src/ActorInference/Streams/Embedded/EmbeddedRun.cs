using ActorInference.Predicting;
using ActorInference.Streams.Running;

namespace ActorInference.Streams.Embedded;

/// <summary>A run on threads of its own.</summary>
internal sealed class EmbeddedRun<TIn, TOut> : EngineRun<TIn, TOut>
{
    private readonly Flow _flow;
    private readonly int _workers;

    public EmbeddedRun(Pipeline<TIn, TOut> pipeline, IAsyncEnumerable<TIn> source, KillSwitch killSwitch)
        : base(pipeline, source, killSwitch, (clock, ledger) => new Flow(clock, ledger, pipeline.Options.FailFast))
    {
        _flow = (Flow)State;
        var chain = new Chain(_flow, pipeline.Options);
        chain.Begin(Source);
        chain.Build(pipeline.Stages);
        chain.End(this);
        Source.EntersLater = chain.EntersLater;
        _workers = Math.Min(chain.Workers, pipeline.Options.MaxItemsInFlight ?? int.MaxValue);
    }

    protected override void Begin() => _flow.StartWorkers(_workers);
}
