using ActorInference.Predicting;
using Akka.Actor;

namespace ActorInference.Akka.Predicting;

/// <summary>
/// Requests on their way to a lane, which runs them together. Whoever is first decides: the lane that begins it, or the predictor that takes it back.
/// </summary>
internal sealed class LaneBatch(LaneToken lane, Request[] requests, long sent) : IOwnMessage
{
    private const int OnItsWay = 0;
    private const int Begun = 1;
    private const int TakenBack = 2;

    private int _state;
    private long _started;
    private long _run;
    private volatile BatchRunner? _runner; // of the run that was begun

    /// <summary>Which lane asked for it; another one may get it where a router decides.</summary>
    public LaneToken Lane => lane;

    /// <summary>What is to be run.</summary>
    public Request[] Requests => requests;

    /// <summary>When it was sent.</summary>
    public long Sent => sent;

    /// <summary>The lane that runs it; null while it was not begun.</summary>
    public IActorRef? RunBy { get; private set; }

    /// <summary>The session that it is run on; null while it was not begun.</summary>
    public OpenSession? Session { get; private set; }

    /// <summary>When its run started, or was last found to go on; 0 while it was not begun.</summary>
    public long Started => Volatile.Read(ref _started);

    /// <summary>How many of its requests still have somebody who waits. The predictor's own.</summary>
    public int Staying { get; set; } = requests.Length;

    /// <summary>Whether its lane was given up because it does not return. The predictor's own.</summary>
    public bool IsAbandoned { get; set; }

    /// <summary>A lane begins it; false when it was taken back.</summary>
    public bool TryBegin(IActorRef by, OpenSession session, BatchRunner runner, long now)
    {
        (RunBy, Session) = (by, session);
        Volatile.Write(ref _started, now);
        if (Interlocked.CompareExchange(ref _state, Begun, OnItsWay) != OnItsWay) return false;
        _run = runner.Begin();
        _runner = runner;
        Interlocked.MemoryBarrier(); // requests that leave are seen from here on, or whoever ends them sees the runner
        return true;
    }

    /// <summary>Takes it back; false when a lane has begun it. Only who succeeds may hand its requests to another lane.</summary>
    public bool TryTakeBack() => Interlocked.CompareExchange(ref _state, TakenBack, OnItsWay) == OnItsWay;

    /// <summary>Another run of it starts: it is watched anew.</summary>
    public void StartAgain(long now) => Volatile.Write(ref _started, now);

    /// <summary>Tells its run to end, if there is one; everyone has left.</summary>
    public void Terminate()
    {
        Interlocked.MemoryBarrier();
        _runner?.Terminate(_run);
    }
}
