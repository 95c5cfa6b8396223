using ActorInference.Predicting;

namespace ActorInference.Akka.Cluster;

/// <summary>Which node gets the next request: the one that is expected to be done with it first.</summary>
internal static class NodeChoice
{
    /// <summary>
    /// The node; null where it is better to wait. A node whose window is full would have the request after all that wait for it now, so that a slow node with room gets it only where that is sooner; among
    /// equals the one with the fewest requests. Nodes that were lost under this request before come last, and so do those that have just said that they cannot.
    /// </summary>
    public static KnownNode? For(FrontendRequest request, IEnumerable<KnownNode> nodes, int waiting, Clock clock)
    {
        var now = clock.Now;
        var best = nodes.Where(node => node.IsEligible)
            .MinBy(node => (request.Tried.Contains(node.Address) || node.RestsUntil > now, node.Expected(node.HasRoom ? 0 : waiting, clock), !node.HasRoom, node.Queue));
        return best is { HasRoom: true } ? best : null;
    }
}
