namespace ActorInference.Streams.Running;

/// <summary>Takes items from the source when told to. Under the run's gate.</summary>
internal interface ISourcePump
{
    /// <summary>Whether it has ended and its enumerator is disposed.</summary>
    bool HasEnded { get; }

    /// <summary>Lets it take an item if it waits to be let; wakes it to end when nothing more is wanted.</summary>
    void Settle();
}
