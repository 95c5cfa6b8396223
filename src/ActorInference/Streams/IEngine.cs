namespace ActorInference;

/// <summary>
/// Runs pipelines. Every engine keeps the same promises, which one specification suite tests: those of the stages (see <see cref="Stage"/>), of <see cref="PipelineRun{T}"/> and
/// of <see cref="PipelineOptions"/>.
/// </summary>
public interface IEngine
{
    /// <summary>Its name: <c>embedded</c>, <c>akka</c>.</summary>
    string Name { get; }

    /// <summary>Prepares a run; nothing happens before it is enumerated.</summary>
    /// <param name="pipeline">What to run; its options were checked.</param>
    /// <param name="source">The items; enumerated once, and told to end through its cancellation token.</param>
    /// <param name="killSwitch">Stops it.</param>
    PipelineRun<TOut> Run<TIn, TOut>(Pipeline<TIn, TOut> pipeline, IAsyncEnumerable<TIn> source, KillSwitch killSwitch);
}
