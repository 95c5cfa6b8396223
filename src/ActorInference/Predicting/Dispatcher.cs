using System.Runtime.CompilerServices;
using ActorInference.Telemetry;

namespace ActorInference.Predicting;

/// <summary>
/// The lanes' side of a predictor: what a lane does next, and what becomes of what it has done. Guarded by the router's lock; methods that take an
/// <see cref="Aftermath"/> are called under it, the others by a lane's own thread.
/// </summary>
internal sealed class Dispatcher(Router router, Clock clock)
{
    /// <summary>Step 3 of the way of a request (see <see cref="Router"/>): what a lane does next; called by the lane's own thread.</summary>
    /// <param name="lane">The lane, between two things.</param>
    /// <param name="succeeded">What it has outputs for and has not told yet: told here, the lock is taken once for both.</param>
    // A frame of its own: inlined into a lane's loop it would keep the last answer alive for as long as the lane sleeps.
    [MethodImpl(MethodImplOptions.NoInlining)]
    public LaneWork Next(SessionActor lane, ReadOnlySpan<BatchItem> succeeded)
    {
        var aftermath = default(Aftermath);
        var ran = default(RunMeasure);
        LaneWork work;
        lock (router.Lock)
        {
            var now = clock.Now;
            if (succeeded.Length > 0) ran = Succeeded(lane, succeeded, now, ref aftermath);
            work = Next(lane, now, ref aftermath);
        }

        Tell(lane, ran);
        aftermath.CarryOut();
        return work;
    }

    /// <summary>Step 4: a lane has outputs for these; called by the lane's own thread.</summary>
    public void Succeeded(SessionActor lane, ReadOnlySpan<BatchItem> items)
    {
        var aftermath = default(Aftermath);
        RunMeasure ran;
        lock (router.Lock) ran = Succeeded(lane, items, clock.Now, ref aftermath);
        Tell(lane, ran);
        aftermath.CarryOut();
    }

    /// <summary>Wakes as many lanes as there is work for.</summary>
    public void Stir(Pool pool, long now, ref Aftermath aftermath)
    {
        var ripe = pool.Queue.RipeAt();
        if (ripe > now)
        {
            router.Alarm.NotLaterThan(ripe);
            return;
        }

        for (var i = 0; i < pool.Queue.Count && pool.WakeOne(ref aftermath); i++)
        {
        }
    }

    private LaneWork Next(SessionActor lane, long now, ref Aftermath aftermath)
    {
        if (lane.State == LaneState.Abandoned)
        {
            lane.Using?.Leave(router.Closer, ref aftermath);
            router.Tally.LanesStillHanging--;
            return LaneWork.Stop;
        }

        if (lane.State == LaneState.Running) Leave(lane, ref aftermath);
        if (lane.IsRetired)
        {
            router.Supervisor.Retired(lane, ref aftermath);
            return LaneWork.Stop;
        }

        var (pool, session) = (lane.Pool, lane.Session);
        if (session.IsDue(now))
        {
            session.IsOpening = true;
            lane.State = LaneState.Opening;
            lane.Started = now;
            router.Supervisor.Watch(now);
            return LaneWork.Open;
        }

        router.Deadlines.EndLate(now, ref aftermath); // the alarm may ring later than the lane is here
        if (session.Current is not { } open || !Take(lane, now))
        {
            pool.AddIdle(lane);
            if (pool.Queue.Count > 0) Stir(pool, now, ref aftermath); // another lane may have to do it, or this one later
            return LaneWork.Sleep;
        }

        open.Enter();
        lane.Using = open;
        lane.State = LaneState.Running;
        lane.Started = now;
        lane.Staying = lane.Batch.Count;
        lane.Run = lane.Begin();
        router.Supervisor.Watch(now);
        if (pool.Queue.Count > 0) Stir(pool, now, ref aftermath); // what it left may be another lane's, and may not wait
        return LaneWork.Run;
    }

    private bool Take(SessionActor lane, long now)
    {
        var pool = lane.Pool;
        pool.Queue.Take(now, pool.Version.MaxRows > 1 ? pool.OtherFreeLanes(lane) : 0, lane.Batch);
        foreach (var request in lane.Batch)
        {
            router.Deadlines.Forget(request);
            request.State = RequestState.Running;
            request.Lane = lane;
            request.Started = now;
        }

        pool.Enter(lane.Batch);
        return lane.Batch.Count > 0;
    }

    // The run is over, and every request of it was dealt with.
    private void Leave(SessionActor lane, ref Aftermath aftermath)
    {
        lane.Pool.Leave(lane.Batch);
        lane.Batch.Clear();
        lane.Using!.Leave(router.Closer, ref aftermath);
        lane.Using = null;
        lane.State = LaneState.Awake;
    }

    private RunMeasure Succeeded(SessionActor lane, ReadOnlySpan<BatchItem> items, long now, ref Aftermath aftermath)
    {
        var rows = 0;
        foreach (var item in items) rows += item.Rows;
        router.Tally.Ran(rows);
        if (lane.State == LaneState.Running)
        {
            lane.Pool.Measure(now - lane.Started, rows);
            if (lane.IsOnCurrent) lane.Session.HasSucceeded(); // what an old one still gives says nothing about its successor
        }

        lane.Pool.Version.WarmUp.Learn(items[0].Inputs);
        foreach (var item in items) Succeeded((Request)item, lane, now, ref aftermath);
        return new(now - lane.Started, rows);
    }

    private void Tell(SessionActor lane, RunMeasure ran)
    {
        if (ran.Rows > 0 && Instruments.WantRuns) router.Telemetry.Ran(lane.Pool.Device, ran.Stamps, ran.Rows);
    }

    private void Succeeded(Request request, SessionActor lane, long now, ref Aftermath aftermath)
    {
        if (request.State == RequestState.Left)
        {
            router.Finish(request, ref aftermath);
            return;
        }

        var prediction = lane.Pool.Version.MakePrediction(request, lane.Pool.Device, now - lane.Started, clock, router, out var bytes);
        if (request.Completion is BlockedCaller caller) router.Admission.Hold(caller, bytes);
        router.EndOnLane(request, prediction, ref aftermath);
    }

    // What a run took, for those who are told without the lock.
    private readonly record struct RunMeasure(long Stamps, int Rows);
}
