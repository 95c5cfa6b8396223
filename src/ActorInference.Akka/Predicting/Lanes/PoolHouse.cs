using ActorInference.Predicting;
using Akka.Actor;

namespace ActorInference.Akka.Predicting;

/// <summary>
/// What the lanes of one pool share with their supervisors: which session is whose, and what becomes of one that fails. Thread-safe: all of it is guarded by the keeper's lock.
/// </summary>
internal sealed class PoolHouse(Pool pool, SessionKeeper keeper, IActorRef predictor, CancellationToken closing)
{
    // Which session a lane uses, be it there or not.
    private readonly Dictionary<IActorRef, SessionState> _places = [];

    // Which lane is opening a session.
    private readonly Dictionary<SessionState, IActorRef> _openers = [];

    // Lanes that were given up while they opened one, and have not returned.
    private readonly HashSet<IActorRef> _hanging = [];

    // Which router the lanes are of, by its number; 0 from when the pool stops until the next one begins. The lane that stopped it may fail much later, and nobody is to open a session meanwhile.
    private int _router;

    // Whether it has stopped, and nothing has been opened since.
    private bool _isOnTrial;

    public Pool Pool => pool;

    public ModelVersion Version => pool.Version;

    public Clock Clock => keeper.Clock;

    public IActorRef Predictor => predictor;

    /// <summary>Cancelled when everything is to end.</summary>
    public CancellationToken Closing => closing;

    /// <summary>From now on lanes of this router have sessions, and no others.</summary>
    public void Begin(int router)
    {
        lock (keeper.Lock)
        {
            _router = router;
            _places.Clear();
        }
    }

    /// <summary>
    /// Gives a lane its session's place: the one it had, or one that has too few lanes; null when its router has been stopped, or there are more lanes than were planned.
    /// </summary>
    public SessionState? Join(IActorRef lane, int router)
    {
        lock (keeper.Lock)
        {
            if (router != _router) return null;
            if (_places.TryGetValue(lane, out var place)) return place;
            place = pool.SharesSession ? pool.Sessions[0] : pool.Sessions.Find(session => !_places.ContainsValue(session));
            if (place is not null) _places[lane] = place;
            return place;
        }
    }

    /// <summary>A lane has ended, or was given up: its place is free for another. The last that leaves when everything ends takes the session with it.</summary>
    public void Leave(IActorRef lane)
    {
        var aftermath = default(Aftermath);
        lock (keeper.Lock)
        {
            if (!_places.Remove(lane, out var place)) return;
            if (_openers.TryGetValue(place, out var opener) && opener.Equals(lane)) StopOpening(place);
            if (keeper.IsClosing && !_places.ContainsValue(place)) place.GiveUp(keeper.Closer, ref aftermath);
        }

        aftermath.CarryOut();
    }

    /// <summary>The session at present; null while there is none.</summary>
    public OpenSession? Current(SessionState place)
    {
        lock (keeper.Lock) return place.Current;
    }

    /// <summary>A lane is about to run something on its session; false when that is out of use.</summary>
    public bool TryEnter(SessionState place, OpenSession session)
    {
        lock (keeper.Lock)
        {
            if (place.Current != session) return false;
            session.Enter();
            return true;
        }
    }

    /// <summary>A lane has done with what it ran.</summary>
    public void LeaveSession(SessionState place, OpenSession session, bool hasSucceeded)
    {
        var aftermath = default(Aftermath);
        lock (keeper.Lock)
        {
            if (hasSucceeded && place.Current == session) place.HasSucceeded(); // what an old one still gives says nothing about its successor
            session.Leave(keeper.Closer, ref aftermath);
        }

        aftermath.CarryOut();
    }

    /// <summary>
    /// A run on the session has failed: says who is to blame where nobody knew, and takes the session out where it is. Gives what its lane is to fail with; null when it is not.
    /// </summary>
    public SessionFailedException? Judge(SessionState place, OpenSession session, Failure failure, ref Blame blame)
    {
        var aftermath = default(Aftermath);
        bool stops;
        lock (keeper.Lock)
        {
            if (place.Current != session) return null; // another lane was faster
            if (blame == Blame.Unknown) blame = place.Suspect();
            if (blame != Blame.Session) return null;
            place.GiveUp(keeper.Closer, ref aftermath);
            stops = Failed(place, failure, ref aftermath);
        }

        aftermath.CarryOut();
        return new(failure, stops);
    }

    /// <summary>The session of a lane that hangs goes out of use, if it still is the one. True when the pool has failed too often and stops.</summary>
    public bool TakeOut(IActorRef lane, OpenSession session, Failure failure)
    {
        var aftermath = default(Aftermath);
        bool stops;
        lock (keeper.Lock)
        {
            if (!_places.TryGetValue(lane, out var place) || place.Current != session) return false;
            place.GiveUp(keeper.Closer, ref aftermath);
            stops = Failed(place, failure, ref aftermath);
        }

        aftermath.CarryOut();
        return stops;
    }

    /// <summary>Whether the lane should open a session now. If not, <paramref name="due"/> says when to ask again; <see cref="long.MaxValue"/>: when something happens.</summary>
    public bool TryBeginOpening(IActorRef lane, SessionState place, long now, out long due)
    {
        lock (keeper.Lock)
        {
            due = long.MaxValue;
            if (keeper.IsClosing || place.Current is not null || place.IsOpening || !_places.ContainsKey(lane)) return false;
            if (!place.IsDue(now))
            {
                due = place.RetryAt;
                return false;
            }

            place.IsOpening = true;
            _openers[place] = lane;
            return true;
        }
    }

    /// <summary>A lane has tried to open a session. One that is not wanted is closed.</summary>
    /// <param name="lane">The lane.</param>
    /// <param name="place">The session's place.</param>
    /// <param name="outcome">What came of it.</param>
    /// <param name="problem">What the lane is to fail with; null when it is not.</param>
    public OpeningEnd EndOpening(IActorRef lane, SessionState place, in Outcome<OpenSession> outcome, out SessionFailedException? problem)
    {
        var aftermath = default(Aftermath);
        bool isWanted, isGivenUp;
        problem = null;
        outcome.TryGet(out var opened, out var failure);
        lock (keeper.Lock)
        {
            isWanted = _openers.TryGetValue(place, out var opener) && opener.Equals(lane);
            if (isWanted) StopOpening(place);
            isGivenUp = _hanging.Remove(lane);
            if (keeper.IsClosing) isWanted = false;
            if (!isWanted) opened?.GiveUp(keeper.Closer, ref aftermath);
            else if (failure is not null) problem = new(failure, Failed(place, failure, ref aftermath));
            else
            {
                place.Current = opened;
                _isOnTrial = false;
                if (place.FailuresInARow > 0) pool.Restarts++;
            }
        }

        aftermath.CarryOut();
        if (isWanted && opened is not null) keeper.Log.SessionBack(keeper.Model, pool.Device);
        return isGivenUp ? OpeningEnd.GivenUp : isWanted ? OpeningEnd.Wanted : OpeningEnd.Unwanted;
    }

    /// <summary>The lane that is opening the session is given up; null when it has just returned.</summary>
    public IActorRef? GiveUpOpening(SessionState place, Failure failure, out bool stops)
    {
        var aftermath = default(Aftermath);
        IActorRef? opener;
        lock (keeper.Lock)
        {
            stops = false;
            if (!_openers.TryGetValue(place, out opener)) return null;
            StopOpening(place);
            _hanging.Add(opener);
            stops = Failed(place, failure, ref aftermath);
        }

        aftermath.CarryOut();
        return opener;
    }

    /// <summary>A lane has ended; true when it had been given up while it opened a session, and had not come to it.</summary>
    public bool HasReturned(IActorRef lane)
    {
        lock (keeper.Lock) return _hanging.Remove(lane);
    }

    /// <summary>A lane has failed that kept its session. True when the pool has failed too often and stops.</summary>
    public bool Failed(Failure failure)
    {
        var aftermath = default(Aftermath);
        bool stops;
        lock (keeper.Lock) stops = Failed(null, failure, ref aftermath);
        aftermath.CarryOut();
        return stops;
    }

    /// <summary>When a pool that has stopped is tried again.</summary>
    public long RetryAt()
    {
        lock (keeper.Lock) return pool.Sessions.Min(session => session.RetryAt);
    }

    // When the session may be rebuilt, or that the pool has failed too often and stops, which is true.
    private bool Failed(SessionState? place, Failure failure, ref Aftermath aftermath)
    {
        var now = Clock.Now;
        if (place is not null) place.FailuresInARow++;
        pool.LastFailure = failure;
        if (keeper.IsClosing) return false;
        if (pool.Window.Note(now) || _isOnTrial)
        {
            Stop(failure, now, ref aftermath);
            return true;
        }

        var pause = keeper.Backoff.After(Math.Max(1, place?.FailuresInARow ?? 1));
        if (place is not null) place.RetryAt = now + Clock.Stamps(pause);
        aftermath.Then(() => keeper.Log.SessionOut(keeper.Model, pool.Device, failure.Message, pause.TotalSeconds));
        return false;
    }

    private void Stop(Failure failure, long now, ref Aftermath aftermath)
    {
        _isOnTrial = true;
        pool.Window.Clear();
        _router = 0;
        _places.Clear(); // their lanes end
        foreach (var session in pool.Sessions)
        {
            StopOpening(session);
            session.GiveUp(keeper.Closer, ref aftermath);
            session.RetryAt = now + Clock.Stamps(keeper.Options.RestartWindow);
        }

        aftermath.Then(() => keeper.Log.PoolStopped(keeper.Model, pool.Device, failure.Message, keeper.Options.RestartWindow.TotalSeconds));
    }

    private void StopOpening(SessionState place)
    {
        place.IsOpening = false;
        _openers.Remove(place);
    }
}
