using Akka.Actor;
using Akka.Cluster;
using AkkaCluster = Akka.Cluster.Cluster;

namespace ActorInference.Akka.Cluster;

/// <summary>The inference nodes of a cluster as a frontend knows them, from the cluster's own events. Belongs to the frontend's actor.</summary>
internal sealed class Membership(AkkaCluster cluster)
{
    private readonly Dictionary<Address, KnownNode> _nodes = [];

    public IReadOnlyCollection<KnownNode> Nodes => _nodes.Values;

    /// <summary>Whether a request could go anywhere.</summary>
    public bool HasNode => _nodes.Values.Any(node => node.IsEligible);

    /// <summary>From now on the actor gets events of members, beginning with what the cluster is.</summary>
    public void Subscribe(IActorRef self) =>
        cluster.Subscribe(self, ClusterEvent.SubscriptionInitialStateMode.InitialStateAsEvents, typeof(ClusterEvent.IMemberEvent), typeof(ClusterEvent.IReachabilityEvent));

    public void Unsubscribe(IActorRef self) => cluster.Unsubscribe(self);

    /// <summary>The node that an actor is on; null where that is none.</summary>
    public KnownNode? Of(IActorRef actor) => _nodes.GetValueOrDefault(actor.Path.Address.HasGlobalScope ? actor.Path.Address : cluster.SelfAddress);

    /// <summary>Takes note of what happened to a member; gives the node where it is one.</summary>
    public KnownNode? Hear(ClusterEvent.IMemberEvent happened)
    {
        var member = happened.Member;
        if (!member.HasRole(ClusterNode.Role)) return null;
        switch (member.Status)
        {
            case MemberStatus.Up or MemberStatus.WeaklyUp:
                if (!_nodes.ContainsKey(member.Address)) _nodes[member.Address] = new(member.Address);
                break;
            case MemberStatus.Leaving or MemberStatus.Exiting:
                if (_nodes.TryGetValue(member.Address, out var leaving)) leaving.IsLeaving = true;
                break;
            case MemberStatus.Down or MemberStatus.Removed:
                _nodes.Remove(member.Address, out var gone);
                return gone;
            default:
                break; // a member that joins is none yet
        }

        return _nodes.GetValueOrDefault(member.Address);
    }

    public bool Contains(KnownNode node) => _nodes.GetValueOrDefault(node.Address) == node;

    public KnownNode? Of(Member member) => _nodes.GetValueOrDefault(member.Address);
}
