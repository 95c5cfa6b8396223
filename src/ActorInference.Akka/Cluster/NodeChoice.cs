using ActorInference.Predicting;

namespace ActorInference.Akka.Cluster;

/// <summary>Which node gets the next request: the one that is expected to be done with it first.</summary>
internal static class NodeChoice
{
    /// <summary>
    /// The node; null where it is better to wait. A node whose window is full would have the request after all that wait for it now, so that a slow node with room gets it only where that is sooner; among
    /// equals the one with the fewest requests. Nodes that were lost under this request before come last.
    /// </summary>
    public static KnownNode? For(FrontendRequest request, IEnumerable<KnownNode> nodes, int waiting, Clock clock)
    {
        List<KnownNode> eligible = [.. nodes.Where(node => node.IsEligible)];
        List<KnownNode> untried = request.Tried.Count == 0 ? eligible : [.. eligible.Where(node => !request.Tried.Contains(node.Address))];
        var best = (untried.Count > 0 ? untried : eligible).MinBy(node => (node.Expected(node.HasRoom ? 0 : waiting, clock), !node.HasRoom, node.Queue));
        return best is { HasRoom: true } ? best : null;
    }
}
