namespace ActorInference.Batching;

/// <summary>What to say of those whose contract forbids them to throw, and who did: a lane must survive them.</summary>
internal static class Thrown
{
    /// <summary><paramref name="who"/> threw <paramref name="problem"/>.</summary>
    public static Failure By(string who, Exception problem) =>
        new(ErrorKind.SessionFailed, $"{who} threw {problem.GetType().Name}: {problem.Message.TrimEnd('.')}.");
}
