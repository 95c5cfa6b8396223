using ActorInference.Streams.Embedded;

namespace ActorInference;

/// <summary>
/// Runs pipelines with this library alone. Each run has a few threads of its own, which take work from whichever stage is nearest to the sink; predictions run on
/// the lanes of their predictor; the source and the consumer run on the thread pool.
/// </summary>
public sealed class EmbeddedEngine : IEngine
{
    private EmbeddedEngine()
    {
    }

    /// <summary>The engine; it has no state.</summary>
    public static EmbeddedEngine Instance { get; } = new();

    /// <inheritdoc/>
    public string Name => "embedded";

    /// <inheritdoc/>
    public PipelineRun<TOut> Run<TIn, TOut>(Pipeline<TIn, TOut> pipeline, IAsyncEnumerable<TIn> source, KillSwitch killSwitch)
    {
        ArgumentNullException.ThrowIfNull(pipeline);
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(killSwitch);
        return new EmbeddedRun<TIn, TOut>(pipeline, source, killSwitch);
    }
}
