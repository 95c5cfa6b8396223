using ActorInference.Predicting;
using Akka.Actor;

namespace ActorInference.Akka.Cluster;

/// <summary>An inference node as a frontend sees it. Belongs to the frontend's actor.</summary>
internal sealed class KnownNode(Address address)
{
    private readonly Dictionary<Guid, long> _sent = []; // what the node has of this frontend, and since when
    private int _sentAtStatus;

    public Address Address => address;

    /// <summary>Its actor; null until it has answered.</summary>
    public IActorRef? Actor { get; set; }

    public ModelDescription? Description { get; set; }

    /// <summary>It serves another model under this one's name, and is not asked again what it serves.</summary>
    public bool IsForeign { get; set; }

    /// <summary>What it last said of itself.</summary>
    public NodeStatus? Status { get; private set; }

    public bool IsReachable { get; set; } = true;

    public bool IsLeaving { get; set; }

    /// <summary>It has declined something and has not said since how full it is.</summary>
    public bool IsHeldBack { get; set; }

    /// <summary>It has said that it cannot predict now, and is asked again from then on, or where there is no other.</summary>
    public long RestsUntil { get; set; }

    /// <summary>Whether requests may go to it at all.</summary>
    public bool IsEligible => Actor is not null && Description is not null && Status is { IsDraining: false } && IsReachable && !IsLeaving;

    /// <summary>Whether it takes one now.</summary>
    public bool HasRoom => !IsHeldBack && _sent.Count < Status!.Window;

    /// <summary>How many it has of this frontend.</summary>
    public int SentCount => _sent.Count;

    /// <summary>How many it has, as far as one can know: what it said, and what went there and came back since.</summary>
    public int Queue => Status is null ? _sent.Count : Math.Max(_sent.Count, Status.Running - _sentAtStatus + _sent.Count);

    public void Hear(NodeStatus status)
    {
        Status = status;
        _sentAtStatus = _sent.Count;
        IsHeldBack = false;
    }

    public void Send(Guid id, long now) => _sent[id] = now;

    /// <summary>It has answered; false where nothing was asked of it.</summary>
    public bool Answered(Guid id) => _sent.Remove(id);

    public bool Has(Guid id) => _sent.ContainsKey(id);

    /// <summary>The actor is gone.</summary>
    public void Forget()
    {
        (Actor, Status, Description, IsForeign) = (null, null, null, false);
        ForgetSent();
    }

    /// <summary>Nothing that was sent there is waited for.</summary>
    public void ForgetSent()
    {
        _sent.Clear();
        _sentAtStatus = 0;
    }

    /// <summary>Lets go of what is answered no more, so that its place in the window is free again.</summary>
    public void ForgetBefore(long moment)
    {
        foreach (var id in _sent.Where(sent => sent.Value < moment).Select(sent => sent.Key).ToList()) _sent.Remove(id);
    }

    /// <summary>
    /// How long it will be until one request more is done that has so many before it, in timestamps. A node that has not answered for long is at least as slow as that, whatever it last said.
    /// </summary>
    public double Expected(int before, Clock clock)
    {
        var perRequest = (double)clock.Stamps(Status!.ServiceTime);
        if (_sent.Count > 0) perRequest = Math.Max(perRequest, (clock.Now - _sent.Values.Min()) / (double)(Queue + 1));
        return (Queue + before + 1) * perRequest;
    }
}
