namespace ActorInference;

/// <summary>What becomes of a request when there is no room for it.</summary>
public enum WhenFull
{
    /// <summary>
    /// The caller waits until there is room: back-pressure. The default. Of callers that await, no more than 65,536 wait at once; the next fails with
    /// <see cref="ErrorKind.Overloaded"/>.
    /// </summary>
    Wait,

    /// <summary>
    /// The request fails at once with <see cref="ErrorKind.Overloaded"/> and a hint when to come back; also when there is room that others wait for whose turn comes before.
    /// </summary>
    Refuse,

    /// <summary>
    /// The requests that have waited longest fail with <see cref="ErrorKind.Overloaded"/> until there is room: live video.
    /// Where dropping all that wait for a lane would not make enough, nobody is dropped and the new one is refused. While others wait for room whose turn comes before,
    /// it may have the room of those it drops, and no more.
    /// </summary>
    DropOldest,
}
