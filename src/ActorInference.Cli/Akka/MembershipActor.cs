using ActorInference.Cli.Terminal;
using Akka.Actor;
using Akka.Cluster;
using Akka.Remote;

namespace ActorInference.Cli.Akka;

/// <summary>Says what becomes of a node and of the others of its cluster: why it does not get in, whose cluster it is, who comes, goes and cannot be reached.</summary>
internal sealed class MembershipActor : ReceiveActor, IWithTimers
{
    // A seed is asked every second or so: a line for each time would be all that is seen.
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(30);

    private readonly Report _report;
    private readonly string _who;
    private readonly Cluster _cluster = Cluster.Get(Context.System);
    private readonly Dictionary<Address, (string Reason, long When)> _said = [];
    private readonly Dictionary<UniqueAddress, Member> _members = []; // those that are up
    private bool _isMember; // from when it is up until it is about to go

    /// <param name="report">Where to say it.</param>
    /// <param name="who">The node in words.</param>
    /// <param name="seeds">Whom it asks to let it in.</param>
    public MembershipActor(Report report, string who, IReadOnlyCollection<Address> seeds)
    {
        _report = report;
        _who = who;
        Receive<ClusterEvent.CurrentClusterState>(state =>
        {
            // It may have joined meanwhile.
            foreach (var member in state.Members.Where(member => member.Status == MemberStatus.Up).OrderBy(IsSelf)) Enter(member);
        });
        Receive<ClusterEvent.MemberUp>(up => Enter(up.Member));
        Receive<ClusterEvent.MemberStatusChange>(change => change.Member.Status is MemberStatus.Leaving or MemberStatus.Down && IsSelf(change.Member), _ => _isMember = false);
        Receive<ClusterEvent.MemberRemoved>(removed => Leave(removed.Member, removed.PreviousStatus));
        Receive<ClusterEvent.IMemberEvent>(_ => { }); // on its way in or out
        Receive<ClusterEvent.UnreachableMember>(lost => Say($"{InWords(lost.Member)} cannot be reached"));
        Receive<ClusterEvent.ReachableMember>(back => Say($"{InWords(back.Member)} can be reached again"));
        Receive<AssociationErrorEvent>(error => !error.IsInbound && seeds.Contains(error.RemoteAddress), SayUnreachable);
        Receive<AssociationErrorEvent>(_ => { }); // of others
        Receive<Patience>(_ =>
        {
            if (_said.Count == 0) _report.Say($"SEED {string.Join(" or ", seeds.Select(InWords))} has not let the node in yet; trying on");
        });
    }

    public ITimerScheduler Timers { get; set; } = null!; // Akka.NET sets it before the actor starts

    private string Members => _members.Count == 1 ? "1 member" : $"{_members.Count} members";

    protected override void PreStart()
    {
        _cluster.Subscribe(Self, ClusterEvent.SubscriptionInitialStateMode.InitialStateAsSnapshot, typeof(ClusterEvent.IMemberEvent), typeof(ClusterEvent.IReachabilityEvent));
        Context.System.EventStream.Subscribe(Self, typeof(AssociationErrorEvent));
        Timers.StartPeriodicTimer(nameof(Patience), Patience.Lost, Silence / 3, Silence);
    }

    protected override void PostStop()
    {
        _cluster.Unsubscribe(Self);
        Context.System.EventStream.Unsubscribe(Self);
    }

    private void Enter(Member member)
    {
        _members[member.UniqueAddress] = member;
        if (!IsSelf(member))
        {
            Say($"{InWords(member)} has joined: {Members}");
            return;
        }

        _isMember = true;
        Timers.CancelAll();
        Context.System.EventStream.Unsubscribe(Self, typeof(AssociationErrorEvent));
        _report.Say($"{_who} is up: it {(_members.Values.Any(other => other.IsOlderThan(member)) ? $"joined one of {Members}" : "began a new cluster")}");
    }

    // At its own end it sees all the others go.
    private void Leave(Member member, MemberStatus before)
    {
        if (_members.Remove(member.UniqueAddress)) Say($"{InWords(member)} {(before == MemberStatus.Down ? "was taken out of the cluster" : "has left")}: {Members}");
    }

    // Once for each reason, and now and then.
    private void SayUnreachable(AssociationErrorEvent error)
    {
        var reason = Reason(error.Cause);
        if (_said.TryGetValue(error.RemoteAddress, out var said) && said.Reason == reason && TimeProvider.System.GetElapsedTime(said.When) < Silence) return;
        _said[error.RemoteAddress] = (reason, TimeProvider.System.GetTimestamp());
        _report.Say($"SEED {InWords(error.RemoteAddress)} cannot be reached: {reason}; trying on");
    }

    // What becomes of others concerns a member.
    private void Say(string text)
    {
        if (_isMember) _report.Say(text);
    }

    private bool IsSelf(Member member) => member.UniqueAddress.Equals(_cluster.SelfUniqueAddress);

    private static string Reason(Exception problem)
    {
        if (SocketFault.Of(problem) is { } socket && SocketFault.IsUnknownHost(socket.SocketErrorCode)) return "there is no such host";
        return CommandSystem.Reason(problem).Split(" tcp://")[0]; // a connection that was refused has its address behind the reason
    }

    private static string InWords(Member member) => $"node {member.Address} with the {NodeRoles.InWords(member.Roles)}";

    private static string InWords(Address address) => $"{address.Host}:{address.Port}";

    // Nobody has refused, and nobody has answered.
    private sealed class Patience
    {
        public static readonly Patience Lost = new();
    }
}
