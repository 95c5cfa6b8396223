// One file of more than 400 lines: what an actor answers to is read as a whole; what it does for requests and for lanes lies in the two desks.
using ActorInference.Predicting;
using Akka.Actor;

namespace ActorInference.Akka.Predicting;

/// <summary>
/// A predictor: loads a model, lets requests in, has them wait in one queue, and gives batches to lanes that ask. Below it stands a pool for each device, below that the router over its lanes.
/// It replies to each request once. What takes long is done by others; what it does itself is a few steps for each message.
/// </summary>
internal sealed class PredictorActor : UntypedActor, IDisposable
{
    private readonly PredictorSetup _setup;
    private readonly CancellationTokenSource _closing = new();
    private readonly Dictionary<IActorRef, PoolHouse> _pools = [];
    private readonly List<IActorRef> _wantDescription = []; // while the model is loaded
    private readonly Alarm _alarm;
    private readonly Dictionary<DeviceId, LaneDeployment> _deployments = [];
    private ModelOpening? _opening;

    // Once the model is loaded.
    private RequestDesk? _requests;
    private LaneDesk? _lanes;
    private SessionKeeper? _keeper;
    private bool _isClosing;
    private Failure? _bug;

    // Pools that have failed of a bug of ours: one that was started again would most likely fail again, at once and for ever.
    private readonly HashSet<IActorRef> _failed = [];
    private long _patienceEnds = long.MaxValue;

    public PredictorActor(PredictorSetup setup)
    {
        _setup = setup;
        var self = Self;
        _alarm = new(setup.Clock, () => self.Tell(Rang.Instance, self));
    }

    private PredictorOptions Options => _setup.Options;

    private TimeSpan Patience => TimeSpan.FromMilliseconds(Math.Min(Options.Supervision.ShutdownPatience.TotalMilliseconds, int.MaxValue)); // what timers can count

    /// <inheritdoc/>
    public void Dispose()
    {
        _alarm.Dispose();
        _closing.Dispose();
    }

    /// <inheritdoc/>
    protected override void PreStart()
    {
        if (FindDeployments() is { } failure)
        {
            _setup.Life.HasOpened(failure);
            Context.Stop(Self);
            return;
        }

        _opening = new(_setup, _deployments);
        _opening.Begin(Self);
    }

    /// <inheritdoc/>
    protected override SupervisorStrategy SupervisorStrategy() => new OneForOneStrategy(-1, -1, PoolHasFailed, loggingEnabled: true);

    /// <summary>Whatever has stopped it: all that it has ends, its lanes have by now.</summary>
    protected override void PostStop()
    {
        var isOpen = _opening?.GiveUp() == true && _requests is not null;
        TellClosing();
        if (isOpen)
        {
            var aftermath = default(Aftermath);
            _requests!.IsClosed = true;
            _requests.EndAll(_bug ?? new(ErrorKind.NotReady, $"the predictor of {_requests.Model} was stopped."), ref aftermath);
            _lanes!.EndAll(ref aftermath);
            GiveSessionsUp(ref aftermath);
            aftermath.CarryOut();
        }

        Dispose();
        var (last, requests, keeper) = (TakeSnapshot(), _requests, _keeper);
        _setup.Life.HasStopped(_setup.Model.Name, () => requests is null ? last : last with { BytesInFlight = requests.Admission.Bytes, SessionsClosing = SessionsClosing(keeper!) });
    }

    /// <inheritdoc/>
    protected override void OnReceive(object message)
    {
        try
        {
            if (_requests is null || _lanes is null) WhileOpening(message);
            else Handle(message, _requests, _lanes);
        }
        catch (Exception bug)
        {
            // Nobody knows in what state it is, so it ends, and with it every request that it has; restarted, it would have forgotten them.
            _bug = new(ErrorKind.Internal, $"This is a bug: {bug}");
            Context.Stop(Self);
        }
    }

    private void Handle(object message, RequestDesk requests, LaneDesk lanes)
    {
        var aftermath = default(Aftermath);
        if (!Work(message, requests, lanes, ref aftermath) && !Manage(message, requests, lanes, ref aftermath)) Unhandled(message);
        lanes.Stir(ref aftermath);
        aftermath.CarryOut();
    }

    private void WhileOpening(object message)
    {
        switch (message)
        {
            case ModelIsOpen opened:
                Opened(opened.Version);
                break;
            case PredictRequest request:
                request.Release();
                Sender.Tell(new PredictReply(request.Id, new Failure(ErrorKind.NotReady, $"{_setup.Model.Name} is being loaded.")), Self);
                break;
            case DescribeModel:
                _wantDescription.Add(Sender);
                break;
            case ClosePredictor:
                Context.Stop(Self);
                break;
            case TakeSnapshot wanted:
                wanted.Snapshot.TrySetResult(TakeSnapshot());
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    // What comes for every request.
    private bool Work(object message, RequestDesk requests, LaneDesk lanes, ref Aftermath aftermath)
    {
        switch (message)
        {
            case PredictRequest request:
                requests.Submit(request, Sender, ref aftermath);
                break;
            case BatchIsOver over:
                lanes.Handle(over, ref aftermath);
                break;
            case BatchPart part:
                lanes.Handle(part, ref aftermath);
                break;
            case BatchIsReturned returned:
                lanes.Handle(returned, ref aftermath);
                break;
            case LaneIsFree free:
                lanes.IsFree(free);
                break;
            case LaneIsDown down:
                lanes.IsDown(down.Lane, ref aftermath);
                break;
            case CancelRequest cancel:
                requests.Cancel(cancel.Id, Sender, ref aftermath);
                break;
            case RoomWasMade:
                requests.LookForRoom(ref aftermath);
                break;
            default:
                return false;
        }

        return true;
    }

    // What comes now and then.
    private bool Manage(object message, RequestDesk requests, LaneDesk lanes, ref Aftermath aftermath)
    {
        switch (message)
        {
            case LookAt at:
                _alarm.NotLaterThan(at.Due);
                break;
            case Rang:
                OnAlarm(requests, lanes, ref aftermath);
                break;
            case PoolHasStopped stopped:
                HasStopped(stopped.Pool, requests, lanes, ref aftermath);
                break;
            case PoolIsBack back:
                back.Pool.IsStopped = false;
                break;
            case OpeningHangs hangs:
                OpeningHangs(requests.Tally, hangs.HasReturned);
                break;
            case DescribeModel:
                Sender.Tell(Description(requests.Version), Self);
                break;
            case TakeSnapshot wanted:
                wanted.Snapshot.TrySetResult(TakeSnapshot());
                break;
            case ClosePredictor close:
                Close(close.Drains, requests, ref aftermath);
                break;
            case HasDrained:
                Close(requests, ref aftermath);
                break;
            case Terminated terminated:
                PoolIsGone(terminated.ActorRef, requests, lanes, ref aftermath);
                break;
            case SessionsAreClosed:
                Context.Stop(Self);
                break;
            default:
                return false;
        }

        return true;
    }

    private Failure? FindDeployments()
    {
        foreach (var device in Options.Placement.Alternatives.SelectMany(devices => devices).Distinct())
        {
            if (!LaneDeployment.Find(Context.System, Self.Path.Name, PathNames.Pool(device), PathNames.Lanes).TryGet(out var deployment, out var failure)) return failure;
            _deployments[device] = deployment;
        }

        return null;
    }

    private void Opened(in Outcome<ModelVersion> outcome)
    {
        if (!outcome.TryGet(out var version, out var failure))
        {
            _setup.Life.HasOpened(failure);
            Context.Stop(Self);
            return;
        }

        _keeper = new(version.Source, Options.Supervision, _setup.Clock, _setup.Log, Self);
        _requests = new(version, Options, _setup.Clock, _alarm, _setup.Log, Self);
        _lanes = new(_requests, Options.Supervision, _setup.Clock, _setup.Log, Self);
        foreach (var pool in version.Pools)
        {
            var warmUp = pool.Sessions[0].Current!.WarmUp;
            for (var lane = 0; lane < pool.Plan.Lanes; lane++) pool.Sessions[pool.SharesSession ? 0 : lane].Lanes++;
            StartPool(new(pool, _keeper, Self, _closing.Token));
            _setup.Log.Ready(version.Source.Name, pool.Device, pool.Plan, warmUp, version.Layout.WhyNoBatches ?? $"up to {version.MaxRows} rows");
        }

        foreach (var asker in _wantDescription) asker.Tell(Description(version), Self);
        _wantDescription.Clear();
        _setup.Life.HasOpened(Description(version));
    }

    private void StartPool(PoolHouse house)
    {
        var (deployment, supervision) = (_deployments[house.Pool.Device], Options.Supervision);
        var pool = Context.ActorOf(Props.Create(() => new PoolActor(house, deployment, supervision)), PathNames.Pool(house.Pool.Device));
        Context.Watch(pool);
        _pools[pool] = house;
    }

    private Directive PoolHasFailed(Exception problem)
    {
        if (problem is ActorKilledException) return Directive.Stop; // by somebody else: it is started again
        _failed.Add(Sender);
        if (_pools.TryGetValue(Sender, out var house)) house.Pool.LastFailure = new(ErrorKind.Internal, $"This is a bug: {problem}");
        return Directive.Stop;
    }

    private void PoolIsGone(IActorRef actor, RequestDesk requests, LaneDesk lanes, ref Aftermath aftermath)
    {
        if (!_pools.Remove(actor, out var house)) return;
        if (!_isClosing && !_failed.Contains(actor))
        {
            StartPool(house); // somebody else has stopped it
            return;
        }

        if (!_isClosing)
        {
            HasStopped(house.Pool, requests, lanes, ref aftermath);
            return;
        }

        if (_pools.Count == 0) CloseSessions();
    }

    // No lane is left.
    private void CloseSessions()
    {
        var (self, closer) = (Self, _keeper!.Closer);
        _ = Task.WhenAll(closer.WaitAsync(Patience), DeliverAsync(Context.System, self, new(Patience, _setup.Clock.Time)))
            .ContinueWith(_ => self.Tell(SessionsAreClosed.Instance, self), TaskScheduler.Default);
    }

    // Who asks from elsewhere watches this actor, and would take replies for lost that are under way in chunks when it stops.
    private static async Task DeliverAsync(ActorSystem system, IActorRef self, CancellationTokenSource patience)
    {
        using (patience)
        {
            if (system.HasExtension<WireExtension>()) await WireExtension.For(system).FlushAsync(self, patience.Token).ConfigureAwait(false);
        }
    }

    private void Close(bool drains, RequestDesk requests, ref Aftermath aftermath)
    {
        requests.IsClosed = true;
        if (!drains || requests.Admission is { Items: 0, WaitingCount: 0 })
        {
            Close(requests, ref aftermath);
            return;
        }

        if (requests.Drained is not null) return;
        var self = Self;
        requests.Drained = new(TaskCreationOptions.RunContinuationsAsynchronously);
        _ = requests.Drained.Task.ContinueWith(_ => self.Tell(HasDrained.Instance, self), TaskScheduler.Default);
    }

    // Everything that is in ends, runs are told to, and lanes stop when theirs has returned.
    private void Close(RequestDesk requests, ref Aftermath aftermath)
    {
        if (_isClosing) return;
        _isClosing = true;
        requests.EndAll(new(ErrorKind.Cancelled, $"the predictor of {requests.Model} was disposed."), ref aftermath);
        lock (_keeper!.Lock) _keeper.IsClosing = true;
        foreach (var pool in _pools.Keys) Context.Stop(pool);
        if (_pools.Count == 0) CloseSessions(); // all have failed before
        _patienceEnds = _setup.Clock.Now + _setup.Clock.Stamps(Patience);
        _alarm.NotLaterThan(_patienceEnds);
        aftermath.Then(TellClosing);
    }

    private void OnAlarm(RequestDesk requests, LaneDesk lanes, ref Aftermath aftermath)
    {
        _alarm.Rang();
        var now = _setup.Clock.Now;
        requests.Deadlines.EndLate(now, ref aftermath);
        requests.Entrance.LookAtHeld(ref aftermath);
        lock (_keeper!.Lock) _keeper.Closer.Look(now, ref aftermath);
        lanes.Look(now, TellPool, ref aftermath);
        if (_patienceEnds > now) _alarm.NotLaterThan(_patienceEnds);
        else
        {
            lanes.GiveUpAll(Patience, ref aftermath);
            _setup.Life.HasClosed();
            _patienceEnds = long.MaxValue;
        }
    }

    private static void HasStopped(Pool pool, RequestDesk requests, LaneDesk lanes, ref Aftermath aftermath)
    {
        pool.IsStopped = true;
        lanes.HasStopped(pool, ref aftermath);
        requests.EndQueued(ref aftermath);
    }

    private void TellPool(Pool pool, LaneHangs hangs)
    {
        foreach (var (actor, house) in _pools)
        {
            if (house.Pool == pool) actor.Tell(hangs, Self);
        }
    }

    private static void OpeningHangs(Tally tally, bool hasReturned)
    {
        tally.LanesStillHanging += hasReturned ? -1 : 1;
        if (!hasReturned) tally.LanesAbandoned++;
    }

    // Sessions without lanes: those of pools that were stopped with the system.
    private void GiveSessionsUp(ref Aftermath aftermath)
    {
        lock (_keeper!.Lock)
        {
            _keeper.IsClosing = true;
            foreach (var session in _requests!.Pools.SelectMany(pool => pool.Sessions)) session.GiveUp(_keeper.Closer, ref aftermath);
        }
    }

    private void TellClosing()
    {
        try
        {
            _closing.Cancel();
        }
        catch (Exception problem) when (problem is AggregateException or ObjectDisposedException)
        {
            // A session could not pass it on, so its probe goes on to its end; or everybody was told already.
        }
    }

    private static ModelDescription Description(ModelVersion version) => new(version.Source.Name, version.Signature, version.Outputs, version.Capacity);

    private PredictorSnapshot TakeSnapshot()
    {
        if (_requests is not { } requests) return Nothing;
        lock (_keeper!.Lock) return SnapshotTaker.Take(requests, requests.Tally, _keeper.Closer, [.. requests.Pools.Select(TakeSnapshot)], []);
    }

    // All wait in one queue, for whichever lane is free first.
    private PoolSnapshot TakeSnapshot(Pool pool)
    {
        var (idle, running) = _lanes!.Count(pool);
        return SnapshotTaker.Take(pool, _setup.Clock) with { Waiting = pool == _requests!.Pools[0] ? _requests.Queue.Count : 0, LanesIdle = idle, LanesRunning = running };
    }

    private static int SessionsClosing(SessionKeeper keeper)
    {
        lock (keeper.Lock) return keeper.Closer.Count;
    }

    private static PredictorSnapshot Nothing { get; } = new()
    {
        State = HealthState.Stopped,
        Pools = [],
        WaitingForRoom = 0,
        ItemsInFlight = 0,
        MaxItemsInFlight = 0,
        BytesInFlight = 0,
        MaxBytesInFlight = 0,
        Succeeded = 0,
        Failed = new Dictionary<ErrorKind, long>(),
        Batches = 0,
        BatchRows = 0,
        Retried = 0,
        LanesAbandoned = 0,
        LanesStillHanging = 0,
        SessionsClosing = 0,
    };
}
