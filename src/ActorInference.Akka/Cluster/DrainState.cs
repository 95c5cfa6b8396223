using Akka;
using Akka.Actor;

namespace ActorInference.Akka.Cluster;

/// <summary>Whether an actor takes no more and finishes what it has (<see cref="Drain"/>), and who is to hear when it has. Belongs to the actor.</summary>
internal sealed class DrainState
{
    private readonly List<IActorRef> _drainers = [];

    /// <summary>Whether it takes no more.</summary>
    public bool IsDraining { get; private set; }

    /// <summary>It takes no more from now on; true for the first who asks for that.</summary>
    public bool Begin(IActorRef drainer)
    {
        var isFirst = !IsDraining;
        IsDraining = true;
        _drainers.Add(drainer);
        return isFirst;
    }

    /// <summary>Tells those who asked, when nothing is left.</summary>
    public void EndAt(int left, IActorRef self)
    {
        if (!IsDraining || left > 0) return;
        foreach (var drainer in _drainers) drainer.Tell(Done.Instance, self);
        _drainers.Clear();
    }
}
