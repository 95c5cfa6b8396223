using ActorInference.Predicting;
using Akka.Actor;

namespace ActorInference.Akka.Cluster;

/// <summary>
/// How a node's window is divided among its frontends: evenly among those that sent something lately. What they are told can add up to more than the window while that changes; the node declines what is too much.
/// Belongs to the node's actor.
/// </summary>
internal sealed class FrontendShares(Clock clock)
{
    // A frontend that pauses for longer than this lets others have its part.
    private readonly long _lately = clock.Stamps(TimeSpan.FromSeconds(1));
    private readonly Dictionary<IActorRef, long> _lastRequests = [];

    public IReadOnlyCollection<IActorRef> Frontends => _lastRequests.Keys;

    /// <summary>A frontend is there; false where that was known.</summary>
    public bool Add(IActorRef frontend) => _lastRequests.TryAdd(frontend, long.MinValue / 2);

    public bool Remove(IActorRef frontend) => _lastRequests.Remove(frontend);

    public bool Contains(IActorRef frontend) => _lastRequests.ContainsKey(frontend);

    /// <summary>A frontend has sent something.</summary>
    public void Note(IActorRef frontend)
    {
        if (_lastRequests.ContainsKey(frontend)) _lastRequests[frontend] = clock.Now;
    }

    /// <summary>How much of the window is one frontend's.</summary>
    public int Of(IActorRef frontend, int window)
    {
        var since = clock.Now - _lately;
        var others = _lastRequests.Count(other => other.Value >= since && !other.Key.Equals(frontend));
        return Math.Max(1, window / (others + 1));
    }
}
