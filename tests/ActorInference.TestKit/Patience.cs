namespace ActorInference.TestKit;

/// <summary>
/// How long a test waits for another thread before it fails. It bounds a hang and measures nothing: a test that passes never waits this long.
/// </summary>
public static class Patience
{
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    /// <summary>Waits until <paramref name="count"/> says enough; the caller holds <paramref name="gate"/>, which is pulsed at every change.</summary>
    public static void Wait(object gate, Func<int> count, int enough, string what)
    {
        while (count() < enough)
        {
            if (!Monitor.Wait(gate, Limit)) throw new TimeoutException($"A test waited for {enough} {what}; after {Limit.TotalSeconds} s there are {count()}.");
        }
    }
}
