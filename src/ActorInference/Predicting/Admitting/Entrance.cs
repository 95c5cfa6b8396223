namespace ActorInference.Predicting;

/// <summary>
/// Steps 1 and 2 of the way of a request (see <see cref="Router"/>): lets it in where there is room and it is its turn; else its caller waits, it takes the room of others, or it is
/// refused. Guarded by the router's lock, or what the other engine has in its place.
/// </summary>
internal sealed class Entrance(IInterior interior, Clock clock, PredictorLog log)
{
    // Callers that do not wait for their answers before they ask on would otherwise pile up without bound. As many as there are sockets on a machine.
    private const int MostWaitingForRoom = 65_536;

    private readonly HeldResults _held = new(interior, clock, log);
    private bool _isAdmitting;

    private Admission Admission => interior.Admission;

    private Refusals Refusals => interior.Refusals;

    /// <summary>Step 1. Takes a request in; it ends exactly once, whatever happens.</summary>
    public void Submit(Request request, ref Aftermath aftermath)
    {
        if (request.IsCancelledEarly) interior.End(request, Refusals.GaveUp, ref aftermath);
        else if (interior.IsClosed) Refuse(request, Refusals.ShutDown, ref aftermath);
        else if (request.ReservedBytes > Admission.Options.MaxBytes) Refuse(request, Refusals.TooLarge(request), ref aftermath);
        else if (request.Deadline <= request.Called) Refuse(request, Refusals.Late(request), ref aftermath);
        else if (Admission.WaitingCount == 0 && Admission.HasRoom(request)) Admit(request, request.Called, ref aftermath);
        else if (request.WhenFull == WhenFull.Wait) WaitForRoom(request, ref aftermath);
        else SubmitImpatient(request, ref aftermath);
    }

    /// <summary>A request that had room needs it no more, or never got any.</summary>
    public void GiveRoomBack(Request request, ref Aftermath aftermath)
    {
        if (request.HasRoom)
        {
            request.HasRoom = false;
            Admission.ReleaseItem();
            Admission.AddBytes(-request.ReservedBytes);
            request.ReservedBytes = 0;
        }

        // Whoever had no room may have been the last who waited for it, or a large one that kept smaller ones waiting behind it.
        AdmitWaiting(ref aftermath);
        if (interior.Drained is { } drained && Admission is { Items: 0, WaitingCount: 0 }) aftermath.Then(drained.Tell);
    }

    /// <summary>Lets in who waits, as far as there is room.</summary>
    public void AdmitWaiting(ref Aftermath aftermath)
    {
        if (_isAdmitting) return; // ending a request in here leads here again
        _isAdmitting = true;
        while (Admission.NextWaiting() is { } next)
        {
            var request = Admission.CanWait(next) ? next : Admission.FirstThatHolds();
            if (Admission.HasRoom(request))
            {
                Admission.TakeWaiting(request);
                Admit(request, clock.Now, ref aftermath);
            }
            else if (!Admission.CanWait(request) && request.Completion is BlockedCaller caller)
            {
                // It would wait for itself, or for others who wait: what a call has got cannot be disposed before the call returns.
                var held = $"the results of this call hold {caller.HeldBytes:N0} of {Admission.Options.MaxBytes:N0} bytes";
                interior.End(request, Refusals.Overloaded($"{held}; ask for fewer at a time, or raise Admission.MaxBytes"), ref aftermath);
            }
            else break;
        }

        _isAdmitting = false;
        _held.Look(ref aftermath);
    }

    /// <summary>Looks whether those who wait do so for results that nobody disposes.</summary>
    public void LookAtHeld(ref Aftermath aftermath) => _held.Look(ref aftermath);

    // Step 2.
    private void Admit(Request request, long now, ref Aftermath aftermath)
    {
        Admission.Reserve(request);
        request.HasRoom = true;
        request.Queued = now;
        if (interior.TryEnqueue(request, now, ref aftermath)) return;
        request.State = RequestState.Admitted;
        Refuse(request, Refusals.NoPool(), ref aftermath);
    }

    private void Refuse(Request request, Failure failure, ref Aftermath aftermath)
    {
        request.Queued = Request.Never;
        interior.End(request, failure, ref aftermath);
    }

    private void WaitForRoom(Request request, ref Aftermath aftermath)
    {
        if (Admission.WaitingCount >= MostWaitingForRoom && request.Completion is AsyncCompletion)
        {
            Refuse(request, Refusals.Overloaded($"{MostWaitingForRoom:N0} callers already wait for room; await predictions before asking for more"), ref aftermath);
            return;
        }

        Admission.AddWaiting(request);
        interior.Deadlines.Expect(request);
        AdmitWaiting(ref aftermath); // bytes may have come back since we looked, without the lock
    }

    // Those who wait for room have it first, turn by turn: else smaller ones that do not wait would keep it from a large one that does.
    private void SubmitImpatient(Request request, ref Aftermath aftermath)
    {
        var isNext = Admission.IsNext(request);
        if ((isNext && Admission.HasRoom(request)) || (request.WhenFull == WhenFull.DropOldest && MakeRoom(request, isNext, ref aftermath)))
        {
            if (isNext) Admission.NoteTurn(request);
            Admit(request, request.Called, ref aftermath);
        }
        else Refuse(request, Refusals.Overloaded(Admission.HasRoom(request) ? "others wait for room before this request" : "there is no room for another request"), ref aftermath);

        AdmitWaiting(ref aftermath); // more room may have been made than was needed
    }

    // Drops nobody unless that makes room. One that is not next does not touch what is free: it fits into the room of those it drops.
    private bool MakeRoom(Request request, bool isNext, ref Aftermath aftermath)
    {
        var free = new Room(Admission.Options.MaxItems - Admission.Items, Admission.Options.MaxBytes - Admission.Bytes);
        if (!isNext) free = new(Math.Min(0, free.Items), Math.Min(0, free.Bytes));
        var queued = default(Room);
        foreach (var queue in interior.Queues) queued = queued.Plus(queue.Count, queue.ReservedBytes);
        if (!free.Plus(queued.Items, queued.Bytes).Holds(request)) return false;

        _isAdmitting = true; // the room is for this one
        while (!free.Holds(request))
        {
            var oldest = interior.Queues.Select(queue => queue.Oldest()).MinBy(candidate => candidate?.Queued ?? long.MaxValue)!;
            free = free.Plus(1, oldest.ReservedBytes);
            interior.End(oldest, Refusals.Overloaded("a newer request took its room"), ref aftermath);
        }

        _isAdmitting = false;
        return true;
    }

    private readonly record struct Room(long Items, long Bytes)
    {
        public Room Plus(long items, long bytes) => new(Items + items, Bytes + bytes);

        public bool Holds(Request request) => Items >= 1 && Bytes >= request.ReservedBytes;
    }
}
