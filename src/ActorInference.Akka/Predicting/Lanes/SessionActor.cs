using ActorInference.Predicting;
using Akka.Actor;
using Akka.Dispatch;
using Akka.Routing;

namespace ActorInference.Akka.Predicting;

/// <summary>
/// The owner of one lane: nothing else calls <c>Run</c> on it, and it does so on its own dispatcher. It says when it is free, runs the batch that it gets then, and says what became of each
/// request. It begins when its router says that it knows it. When its session fails in a way that may last it fails itself; restarted, it asks its pool for another one before it says that it is free.
/// <code>
///  predictor ◀─1 LaneIsFree── lane          pool ◀─5 SessionIsWanted── lane (restarted)
///  predictor ──2 LaneBatch──▶ lane          pool ──6 OpenNow─────────▶ lane
///  predictor ◀─3 BatchPart─── lane          pool ◀─7 SessionIsOpen──── lane
///  predictor ◀─4 BatchIsOver─ lane          pool ──8 LookForSession──▶ lanes, and 1
/// </code>
/// </summary>
internal sealed class SessionActor : UntypedActor, IBatchPolicy, IDisposable
{
    private readonly PoolHouse _house;
    private readonly IActorRef _pool;
    private readonly int _router;
    private readonly BatchRunner _runner;
    private readonly FaultFinder _faults;
    private SessionState? _place;
    private OpenSession? _session; // null while it has none

    // Of the batch under way.
    private LaneBatch? _batch;
    private BatchItem[] _items = [];
    private bool _hasStarted;
    private bool _allSucceeded;
    private bool _anySucceeded;
    private SessionFailedException? _sessionFailure;

    /// <summary>A lane of that house and router; <paramref name="pool"/> says when to open sessions.</summary>
    public SessionActor(PoolHouse house, IActorRef pool, int router)
    {
        _house = house;
        _pool = pool;
        _router = router;
        _runner = new(house.Version.Layout, house.Version.Outputs);
        _faults = new(house.Version.WarmUp, house.Closing);
    }

    /// <inheritdoc/>
    public void Starting()
    {
        // The halves of a batch are each watched anew; the whole is from the moment it was begun.
        if (_hasStarted) _batch!.StartAgain(_house.Clock.Now);
        _hasStarted = true;
        _faults.Starting();
    }

    /// <inheritdoc/>
    public void Succeeded(ReadOnlySpan<BatchItem> items)
    {
        _anySucceeded = true;
        _faults.Succeeded();
        if (items.Length == _items.Length) _allSucceeded = true; // told with the end
        else _house.Predictor.Tell(new BatchPart(_batch!, items.ToArray(), null, Blame.Item), Self);
    }

    /// <inheritdoc/>
    public bool MayBeAnItems(Failure failure) => _faults.MayBeAnItems(failure);

    /// <inheritdoc/>
    public void Failed(ReadOnlySpan<BatchItem> items, Failure failure)
    {
        var blame = _faults.WhoseFault(failure);
        var onZeros = _faults.OnZeros;
        failure = FaultFinder.ForEach(items, failure, onZeros);
        if (_house.Judge(_place!, _session!, onZeros ?? failure, ref blame) is { } problem) _sessionFailure = problem;
        _house.Predictor.Tell(new BatchPart(_batch!, items.ToArray(), failure, blame), Self);
    }

    /// <summary>Called by Akka when this incarnation has ended.</summary>
    public void Dispose() => _runner.Dispose();

    /// <inheritdoc/>
    protected override void PreStart()
    {
        // A thread of its own is called by what it is for: debuggers and timelines show it.
        if (Context.Dispatcher is PinnedDispatcher) Thread.CurrentThread.Name = $"{_house.Pool.Device} lane {Self.Path.Name}";
        _place = _house.Join(Self, _router);
        if (_place is null) Context.Stop(Self);
        else Context.Parent.Tell(new GetRoutees(), Self); // a lane runs before its router knows it, and a batch that came first would go nowhere
    }

    /// <inheritdoc/>
    protected override void PreRestart(Exception reason, object message) => End();

    /// <inheritdoc/>
    protected override void PostStop()
    {
        End();
        _house.Leave(Self);
        if (_house.HasReturned(Self)) _house.Predictor.Tell(new OpeningHangs(HasReturned: true), Self);
        _pool.Tell(new LaneIsGone(Self), Self);
    }

    /// <inheritdoc/>
    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case LaneBatch batch:
                Run(batch);
                break;
            case Routees:
                LookForSession();
                break;
            case OpenNow:
                Open();
                break;
            case Predicting.LookForSession:
                if (_session is null) LookForSession();
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    private void End()
    {
        _house.Predictor.Tell(new LaneIsDown(Self), Self);
        _session = null;
    }

    // Step 1, or 5.
    private void LookForSession()
    {
        _session = _house.Current(_place!);
        if (_session is not null) _house.Predictor.Tell(new LaneIsFree(Self, Context.Parent, _house.Pool), Self);
        else _pool.Tell(new SessionIsWanted(Self, _place!), Self);
    }

    // Steps 6 and 7.
    private void Open()
    {
        switch (_house.EndOpening(Self, _place!, _house.Version.Open(_house.Pool, _house.Closing), out var problem))
        {
            case OpeningEnd.GivenUp:
                _house.Predictor.Tell(new OpeningHangs(HasReturned: true), Self);
                break;
            case OpeningEnd.Wanted when problem is not null:
                throw problem;
            case OpeningEnd.Wanted:
                _pool.Tell(new SessionIsOpen(_place!), Self);
                break;
        }
    }

    // Steps 2 to 4.
    private void Run(LaneBatch batch)
    {
        if (_session is not { } session || !_house.TryEnter(_place!, session))
        {
            Return(batch);
            return;
        }

        if (batch.TryBegin(Self, session, _runner, _house.Clock.Now)) Run(batch, session);
        else _house.LeaveSession(_place!, session, hasSucceeded: false);
        if (_sessionFailure is { } problem) throw problem;
    }

    private void Run(LaneBatch batch, OpenSession session)
    {
        _batch = batch;
        _items = batch.Requests;
        (_hasStarted, _allSucceeded, _anySucceeded) = (false, false, false);
        _faults.Begin(session.Session);
        try
        {
            _runner.Run(session.Session, _items, this);
        }
        catch (Exception bug)
        {
            _allSucceeded = false;
            _house.Predictor.Tell(new BatchPart(batch, _items, new(ErrorKind.Internal, $"This is a bug: {bug}"), Blame.Item), Self);
        }

        _house.LeaveSession(_place!, session, _anySucceeded);
        (_batch, _items) = (null, []);
        if (_sessionFailure is not null) _house.Predictor.Tell(new LaneIsDown(Self), Self); // first: else it would get the next batch
        _house.Predictor.Tell(new BatchIsOver(batch, _allSucceeded), Self);
    }

    private void Return(LaneBatch batch)
    {
        var hadSession = _session is not null;
        if (hadSession) _house.Predictor.Tell(new LaneIsDown(Self), Self);
        if (batch.TryTakeBack()) _house.Predictor.Tell(new BatchIsReturned(batch), Self);
        if (hadSession) LookForSession();
    }
}
