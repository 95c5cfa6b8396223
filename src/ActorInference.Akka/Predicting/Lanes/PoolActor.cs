using ActorInference.Predicting;
using Akka.Actor;
using Akka.Routing;

namespace ActorInference.Akka.Predicting;

/// <summary>
/// The supervisor of one device: has the router over its lanes, says when a session that failed is rebuilt, replaces lanes that hang, and stops the router when there were too many failures, for a
/// while.
/// </summary>
internal sealed class PoolActor : UntypedActor, IDisposable
{
    private readonly PoolHouse _house;
    private readonly LaneDeployment _deployment;
    private readonly long? _watchdog;
    private readonly TimeSpan _patience;

    // Lanes without a session, by its place, and when a session began to be opened.
    private readonly Dictionary<SessionState, List<IActorRef>> _waiting = [];
    private readonly Dictionary<SessionState, long> _openings = [];
    private readonly Alarm _alarm;
    private IActorRef? _router; // null while the pool has stopped
    private int _routers;
    private long _retryAt;

    public PoolActor(PoolHouse house, LaneDeployment deployment, SupervisionOptions options)
    {
        _house = house;
        _deployment = deployment;
        _watchdog = options.Watchdog is { } watchdog ? house.Clock.Stamps(watchdog) : null;
        _patience = options.Watchdog ?? TimeSpan.Zero;
        var self = Self;
        _alarm = new(house.Clock, () => self.Tell(Rang.Instance, self));
    }

    /// <inheritdoc/>
    public void Dispose() => _alarm.Dispose();

    /// <inheritdoc/>
    protected override void PreStart() => StartLanes();

    /// <inheritdoc/>
    protected override void PostStop() => Dispose();

    /// <summary>What the lanes' own strategy escalates ends them: the pool has failed too often.</summary>
    protected override SupervisorStrategy SupervisorStrategy() => new OneForOneStrategy(
        -1,
        -1,
        _ =>
        {
            HasStopped();
            return Directive.Stop;
        },
        loggingEnabled: false);

    /// <inheritdoc/>
    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case SessionIsWanted wanted:
                WaitersOf(wanted.Place).Add(wanted.Lane);
                Look(wanted.Place);
                break;
            case SessionIsOpen open:
                IsOpen(open.Place);
                break;
            case LaneHangs hangs:
                Hangs(hangs);
                break;
            case LaneIsGone gone:
                IsGone(gone.Lane);
                break;
            case Rang:
                OnAlarm();
                break;
            case Terminated terminated:
                if (terminated.ActorRef.Equals(_router)) LanesWereEnded();
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    // One that has stopped may take its time to end, since a lane of it hangs; the next is another one.
    private void StartLanes()
    {
        _routers++;
        var (house, self, router) = (_house, Self, _routers);
        house.Begin(router);
        var lane = Props.Create(() => new SessionActor(house, self, router));
        var name = router == 1 ? PathNames.Lanes : $"{PathNames.Lanes}-{router}";
        _router = _deployment.Start(Context, name, lane, _house.Pool.Plan.Lanes, LaneSupervision.Of(_house));
        Context.Watch(_router);
    }

    private List<IActorRef> WaitersOf(SessionState place)
    {
        if (!_waiting.TryGetValue(place, out var waiters)) _waiting[place] = waiters = [];
        return waiters;
    }

    // Sees to it that a session is opened when it is time to, by one of those who wait for it.
    private void Look(SessionState place)
    {
        if (_house.Current(place) is not null)
        {
            TellWaiting(place);
            return;
        }

        var now = _house.Clock.Now;
        foreach (var lane in WaitersOf(place))
        {
            if (!_house.TryBeginOpening(lane, place, now, out var due))
            {
                _alarm.NotLaterThan(due);
                continue;
            }

            _openings[place] = now;
            if (_watchdog is { } watchdog) _alarm.NotLaterThan(now + watchdog);
            WaitersOf(place).Remove(lane);
            lane.Tell(OpenNow.Instance, Self);
            return;
        }
    }

    private void IsOpen(SessionState place)
    {
        _openings.Remove(place);
        _house.Predictor.Tell(new PoolIsBack(_house.Pool), Self);
        Sender.Tell(LookForSession.Instance, Self);
        TellWaiting(place);
    }

    private void TellWaiting(SessionState place)
    {
        foreach (var lane in WaitersOf(place)) lane.Tell(LookForSession.Instance, Self);
        WaitersOf(place).Clear();
    }

    private void Hangs(LaneHangs hangs)
    {
        var stops = _house.TakeOut(hangs.Lane, hangs.Session, hangs.Failure);
        Replace(hangs.Lane);
        if (stops) StopLanes();
    }

    // Another lane takes its place, unless it is of a router that was stopped; it ends when its run returns, and until then it is the router's child.
    private void Replace(IActorRef lane)
    {
        _house.Leave(lane);
        if (_router is not null && lane.Path.Parent.Equals(_router.Path))
        {
            _router.Tell(new AdjustPoolSize(1), Self);
            _router.Tell(new RemoveRoutee(new ActorRefRoutee(lane)), Self);
        }

        Context.Stop(lane);
    }

    private void IsGone(IActorRef lane)
    {
        foreach (var waiters in _waiting.Values) waiters.Remove(lane);
        foreach (var place in _waiting.Keys.ToArray()) Look(place); // it may have been the one to open a session
    }

    private void StopLanes()
    {
        var router = _router;
        HasStopped();
        if (router is not null) Context.Stop(router);
    }

    private void HasStopped()
    {
        _router = null;
        _waiting.Clear();
        _openings.Clear();
        _retryAt = _house.RetryAt();
        _alarm.NotLaterThan(_retryAt);
        _house.Predictor.Tell(new PoolHasStopped(_house.Pool), Self);
    }

    // By nobody of us.
    private void LanesWereEnded()
    {
        if (_house.Failed(new(ErrorKind.SessionFailed, $"all lanes of {_house.Pool.Device} were stopped from outside."))) HasStopped();
        else StartLanes();
    }

    private void OnAlarm()
    {
        _alarm.Rang();
        var now = _house.Clock.Now;
        if (_router is null)
        {
            if (_retryAt <= now) StartLanes();
            else _alarm.NotLaterThan(_retryAt);
            return;
        }

        foreach (var (place, started) in _openings.ToArray()) LookAtOpening(place, started, now);
        foreach (var place in _waiting.Keys.ToArray()) Look(place);
    }

    private void LookAtOpening(SessionState place, long started, long now)
    {
        if (_watchdog is not { } watchdog) return;
        if (started + watchdog > now)
        {
            _alarm.NotLaterThan(started + watchdog);
            return;
        }

        _openings.Remove(place);
        var failure = new Failure(ErrorKind.SessionFailed, $"{_house.Version.Source.Name} on {_house.Pool.Device}: loading a session did not return within {_patience.TotalSeconds:0.###} s; its lane was given up.");
        if (_house.GiveUpOpening(place, failure, out var stops) is not { } lane) return; // it has just returned, or failed
        _house.Predictor.Tell(new OpeningHangs(HasReturned: false), Self);
        Replace(lane);
        if (stops) StopLanes();
        else Look(place);
    }
}
