using ActorInference.Telemetry;

namespace ActorInference.Streams.Running;

/// <summary>What is to be done once the gate is open again: it runs code of others.</summary>
internal struct After
{
    /// <summary>Values that nobody will have any more.</summary>
    public List<object>? Discarded;

    /// <summary>Items that somebody traces and that have ended.</summary>
    public List<EndedItem>? Ended;

    /// <summary>Whether work is to be told that it is cancelled.</summary>
    public bool CancelsWork;

    /// <summary>Whether the source is to be told to end.</summary>
    public bool CancelsSource;

    public readonly bool IsNothing => Discarded is null && Ended is null && !CancelsWork && !CancelsSource;
}
