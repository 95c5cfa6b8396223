namespace ActorInference;

/// <summary>What becomes of a request when there is no room for it.</summary>
public enum WhenFull
{
    /// <summary>
    /// The caller waits until there is room: back-pressure. The default. Of callers that await, no more than 65,536 wait at once; the next fails with
    /// <see cref="ErrorKind.Overloaded"/>.
    /// </summary>
    Wait,

    /// <summary>The request fails at once with <see cref="ErrorKind.Overloaded"/> and a hint when to come back.</summary>
    Refuse,

    /// <summary>
    /// The requests that have waited longest fail with <see cref="ErrorKind.Overloaded"/> until there is room: live video.
    /// Where nothing waits, since everything admitted is running, the new one is refused.
    /// </summary>
    DropOldest,
}
