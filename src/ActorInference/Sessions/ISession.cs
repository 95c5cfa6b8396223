namespace ActorInference;

/// <summary>
/// One model loaded on one device: the seam between the pipeline and whatever runs models. An implementation may live in this process,
/// in another one or on another machine; nobody may assume that it shares memory or cannot die.
/// </summary>
public interface ISession : IDisposable
{
    /// <summary>What the model takes and gives.</summary>
    ModelSignature Signature { get; }

    /// <summary>What the model says about itself.</summary>
    ModelMetadata Metadata { get; }

    /// <summary>Where the model runs, in truth.</summary>
    DeviceId Device { get; }

    /// <summary>Whether several <see cref="Run"/> may be under way at once.</summary>
    bool AllowsConcurrentRuns { get; }

    /// <summary>
    /// Runs the model once, on the calling thread, until it is done. Never throws for what a model, an input or a device may do:
    /// that is the returned failure, and then every output slot is as it was before.
    /// </summary>
    /// <param name="inputs">Every input of the signature, and any overridable initializer, each once. Borrowed; the memory is held until the call returns.</param>
    /// <param name="outputs">The outputs wanted, each once. See <see cref="RunOutput"/> for who owns what.</param>
    /// <param name="terminate">When cancelled, the run ends at the model's next node with <see cref="ErrorKind.Cancelled"/>.</param>
    /// <returns>Null when all outputs are there.</returns>
    Failure? Run(ReadOnlySpan<RunInput> inputs, Span<RunOutput> outputs, CancellationToken terminate = default);
}
