namespace ActorInference;

/// <summary>What a full buffer does with one item more. What is dropped is disposed, counted, and missing from the numbers of <see cref="ItemOutcome{T}.Item"/>; an item that failed before is dropped as any.
/// Once the stream is aborted nothing more is dropped: a full buffer takes none until there is room, and each item has its outcome.</summary>
public enum Overflow
{
    /// <summary>It takes none until there is room: whoever is before it waits.</summary>
    Backpressure,

    /// <summary>It drops the new item.</summary>
    DropNewest,

    /// <summary>It drops the item that has waited longest.</summary>
    DropOldest,

    /// <summary>It drops everything that waits, and keeps the new item: what comes out is as fresh as can be.</summary>
    LatestOnly,

    /// <summary>The new item fails as <see cref="ErrorKind.Overloaded"/>, and the stream ends with it.</summary>
    Fail,
}
