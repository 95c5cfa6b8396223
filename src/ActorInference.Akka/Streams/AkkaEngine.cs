using ActorInference.Akka.Streams;
using Akka.Actor;
using Akka.Streams;

namespace ActorInference.Akka;

/// <summary>
/// Runs pipelines on Akka.Streams: each run is one graph, materialized as one actor. Work is bounded by <c>SelectAsync</c>, Akka.NET's mapAsync, or <c>SelectAsyncUnordered</c>; what holds
/// its thread runs on threads of the run's own and starves no actor, predictions on the lanes of their predictor, the source and the consumer on the thread pool. What it promises is what every engine promises.
/// <para>
/// A run that is under way when the actor system terminates is aborted: it ends with an <see cref="InferenceException"/> of kind <see cref="ErrorKind.Cancelled"/>. Thread-safe; one serves all runs of its
/// system, where it has an actor above them until that terminates.
/// </para>
/// </summary>
public sealed class AkkaEngine : IEngine
{
    private readonly IMaterializer _materializer;

    /// <summary>An engine on an actor system, which stays the caller's.</summary>
    /// <param name="system">Where runs are materialized.</param>
    /// <param name="settings">How; null for the system's own, from <c>akka.stream.materializer</c>.</param>
    public AkkaEngine(ActorSystem system, ActorMaterializerSettings? settings = null)
    {
        ArgumentNullException.ThrowIfNull(system);
        _materializer = system.Materializer(settings, "actorinference");
    }

    /// <inheritdoc/>
    public string Name => "akka";

    /// <inheritdoc/>
    public PipelineRun<TOut> Run<TIn, TOut>(Pipeline<TIn, TOut> pipeline, IAsyncEnumerable<TIn> source, KillSwitch killSwitch)
    {
        ArgumentNullException.ThrowIfNull(pipeline);
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(killSwitch);
        return new AkkaRun<TIn, TOut>(pipeline, source, killSwitch, _materializer);
    }
}
