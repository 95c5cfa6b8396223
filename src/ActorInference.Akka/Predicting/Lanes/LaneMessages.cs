// One file for all that lanes, pools and the predictor tell each other: a protocol is read as a whole.
using ActorInference.Predicting;
using Akka.Actor;

namespace ActorInference.Akka.Predicting;

/// <summary>Lane to predictor: it has a session and nothing to do.</summary>
internal sealed record LaneIsFree(IActorRef Lane, IActorRef Router, Pool Pool) : IOwnMessage;

/// <summary>Lane to predictor: it can run nothing any more, until it says that it is free.</summary>
internal sealed record LaneIsDown(IActorRef Lane) : IOwnMessage;

/// <summary>Lane to predictor: these of a batch have their outputs (no failure), or have failed.</summary>
internal sealed record BatchPart(LaneBatch Batch, BatchItem[] Items, Failure? Failure, Blame Blame) : IOwnMessage;

/// <summary>Lane to predictor: the run is over, and every request of it was told of, or all succeeded and are told of hereby.</summary>
internal sealed record BatchIsOver(LaneBatch Batch, bool AllSucceeded) : IOwnMessage;

/// <summary>Lane to predictor: it had no session for the batch, which has not been begun, and never will be by it.</summary>
internal sealed record BatchIsReturned(LaneBatch Batch) : IOwnMessage;

/// <summary>Lane to its pool: it has no session.</summary>
internal sealed record SessionIsWanted(IActorRef Lane, SessionState Place) : IOwnMessage;

/// <summary>Pool to lane: open one.</summary>
internal sealed record OpenNow : IOwnMessage
{
    public static OpenNow Instance { get; } = new();
}

/// <summary>Lane to its pool: a session was opened.</summary>
internal sealed record SessionIsOpen(SessionState Place) : IOwnMessage;

/// <summary>Pool to lane: there may be a session.</summary>
internal sealed record LookForSession : IOwnMessage
{
    public static LookForSession Instance { get; } = new();
}

/// <summary>Lane to its pool: it has ended.</summary>
internal sealed record LaneIsGone(IActorRef Lane) : IOwnMessage;

/// <summary>Predictor to pool: the lane does not return.</summary>
internal sealed record LaneHangs(IActorRef Lane, OpenSession Session, Failure Failure) : IOwnMessage;

/// <summary>Pool to predictor: a lane that was opening a session does not return. Lane to predictor: it has after all.</summary>
internal sealed record OpeningHangs(bool HasReturned) : IOwnMessage;

/// <summary>Pool to predictor: it has failed too often, and takes nothing.</summary>
internal sealed record PoolHasStopped(Pool Pool) : IOwnMessage;

/// <summary>Pool to predictor: it has a session again.</summary>
internal sealed record PoolIsBack(Pool Pool) : IOwnMessage;

/// <summary>To oneself: a timer rang.</summary>
internal sealed record Rang : IOwnMessage
{
    public static Rang Instance { get; } = new();
}

/// <summary>To the predictor: ring at that moment at the latest.</summary>
internal sealed record LookAt(long Due) : IOwnMessage;

/// <summary>To the predictor: bytes have come back, and somebody waits for them.</summary>
internal sealed record RoomWasMade : IOwnMessage
{
    public static RoomWasMade Instance { get; } = new();
}
