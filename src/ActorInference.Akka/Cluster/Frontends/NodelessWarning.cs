using ActorInference.Predicting;
using Akka.Cluster;
using Akka.Event;
using AkkaCluster = Akka.Cluster.Cluster;

namespace ActorInference.Akka.Cluster;

/// <summary>Says in the log, once until there is a node, that somebody waits where none is, and why none is. Belongs to the frontend's actor.</summary>
internal sealed class NodelessWarning(string model, Membership nodes, AkkaCluster cluster, ILoggingAdapter log, Clock clock)
{
    // Within this a member that has joined says what it serves; and who has made a mistake has not begun to look for it elsewhere.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private long? _said; // since when there was no node, where that was told

    /// <summary>Looks whether it is time to say so.</summary>
    /// <param name="since">Since when there has been no node; null where there is one.</param>
    /// <param name="isWaitedFor">Whether anybody waits for one.</param>
    public void Look(long? since, bool isWaitedFor)
    {
        if (since is not { } began || !isWaitedFor || _said == began || clock.Now - began < clock.Stamps(Patience)) return;
        _said = began;
        log.Warning("{0}", $"Requests for '{model}' wait, for no inference node serves it: ClusterNode.Start(system, \"{model}\", ...) on a system with the role {ClusterNode.Role}. {Members(cluster.State)}.");
    }

    private string Members(ClusterEvent.CurrentClusterState state) => state.Members.IsEmpty
        ? $"This system, {cluster.SelfAddress}, has joined no cluster yet: akka.cluster.seed-nodes says which"
        : $"Members of the cluster: {string.Join("; ", state.Members.Select(member => Describe(member, state)))}";

    private string Describe(Member member, ClusterEvent.CurrentClusterState state)
    {
        var roles = member.Roles.IsEmpty ? "no role" : string.Join(", ", member.Roles.Order());
        return $"{member.Address} ({roles}){(member.HasRole(ClusterNode.Role) ? $", {WhyNot(member, state)}" : "")}";
    }

    private string WhyNot(Member member, ClusterEvent.CurrentClusterState state)
    {
        if (state.Unreachable.Contains(member)) return "which cannot be reached";
        if (nodes.Of(member) is not { } node) return "which is joining";
        if (node.IsLeaving || node.Status is { IsDraining: true }) return "which is leaving";
        if (node.IsForeign) return $"whose '{model}' has another signature than that of others";
        return node.Actor is null ? $"which serves no '{model}'" : "which has not said yet what it predicts with";
    }
}
