namespace ActorInference.TestKit.Schedules;

/// <summary>Lets the other threads of a schedule run for a moment.</summary>
internal static class OtherThreads
{
    // What twenty yields take where nobody else wants the processor: a lane gets something done meanwhile. Where others keep it busy each yield takes some milliseconds, and one is enough.
    private static readonly TimeSpan Moment = TimeSpan.FromMicroseconds(10);

    /// <summary>Yields for a moment, once at least, or until <paramref name="hasCome"/>; whether it has.</summary>
    public static bool Run(Func<bool> hasCome)
    {
        var start = TimeProvider.System.GetTimestamp();
        while (!hasCome())
        {
            Thread.Yield();
            if (TimeProvider.System.GetElapsedTime(start) >= Moment) return hasCome();
        }

        return true;
    }
}
