namespace ActorInference.Predicting;

/// <summary>
/// What lies behind an <see cref="Entrance"/>: where requests go that are let in, and how they end. One thread at a time, in each engine by its own means, but for
/// <see cref="ReleaseBytes"/>.
/// </summary>
internal interface IInterior
{
    /// <summary>The name of the version that takes requests.</summary>
    string Model { get; }

    Admission Admission { get; }

    Refusals Refusals { get; }

    Alarm Alarm { get; }

    Deadlines Deadlines { get; }

    /// <summary>The pools of the version that takes requests.</summary>
    IReadOnlyList<Pool> Pools { get; }

    /// <summary>Where requests wait that are in; there is no order among them.</summary>
    IEnumerable<RequestQueue> Queues { get; }

    /// <summary>Whether new requests are turned away.</summary>
    bool IsClosed { get; }

    /// <summary>Completes when nothing is in flight and nobody waits; null while nobody wants to know.</summary>
    TaskCompletionSource? Drained { get; }

    /// <summary>Has a request that is admitted wait for a lane; false when none will ever come.</summary>
    bool TryEnqueue(Request request, long now, ref Aftermath aftermath);

    /// <summary>Ends a request that has not ended, wherever it is.</summary>
    void End(Request request, in Outcome<Prediction> outcome, ref Aftermath aftermath);

    /// <summary>Bytes of a prediction are in flight no more. From any thread.</summary>
    void ReleaseBytes(long bytes);
}
