using ActorInference.Predicting;
using ActorInference.Telemetry;
using Akka.Actor;

namespace ActorInference.Akka.Predicting;

/// <summary>The requests of a predictor, from their message to their one reply: lets them in, has them wait, ends them. The predictor's own, but for <see cref="ReleaseBytes"/>.</summary>
internal sealed class RequestDesk : IInterior
{
    private readonly IActorRef _predictor;
    private readonly Clock _clock;
    private readonly Dictionary<Guid, Request> _open = [];

    public RequestDesk(ModelVersion version, PredictorOptions options, Clock clock, Alarm alarm, PredictorLog log, IActorRef predictor)
    {
        _predictor = predictor;
        _clock = clock;
        Version = version;
        Alarm = alarm;
        Deadlines = new(this);
        Telemetry = new(options.Name, clock) { Model = version.Source.Name };
        Admission = new(options.Admission);
        Refusals = new(this, clock);
        Entrance = new(this, clock, log);
        Queue = new(version.MaxRows, options.Batch.MaxBytes, clock.Stamps(options.Batch.Within));
    }

    public ModelVersion Version { get; }

    public PredictorTelemetry Telemetry { get; }

    public Tally Tally { get; } = new();

    /// <summary>What waits for a lane; any lane may take it.</summary>
    public RequestQueue Queue { get; }

    public Entrance Entrance { get; }

    /// <inheritdoc/>
    public string Model => Version.Source.Name;

    /// <inheritdoc/>
    public Admission Admission { get; }

    /// <inheritdoc/>
    public Refusals Refusals { get; }

    /// <inheritdoc/>
    public Alarm Alarm { get; }

    /// <inheritdoc/>
    public Deadlines Deadlines { get; }

    /// <inheritdoc/>
    public IReadOnlyList<Pool> Pools => Version.Pools;

    /// <inheritdoc/>
    public IEnumerable<RequestQueue> Queues => [Queue];

    /// <inheritdoc/>
    public bool IsClosed { get; set; }

    /// <inheritdoc/>
    public TaskCompletionSource? Drained { get; set; }

    private bool HasPool => Version.Pools.Exists(pool => !pool.IsStopped);

    /// <summary>Takes a request in; it is replied to once, whatever happens.</summary>
    public void Submit(PredictRequest message, IActorRef asker, ref Aftermath aftermath)
    {
        if (_open.TryGetValue(message.Id, out var first))
        {
            message.Release(); // sent again: the first is on its way
            ((Reply)first.Completion).Add(asker);
            return;
        }

        var options = message.Options;
        var rows = 0;
        RunInput[]? inputs = null;
        var failure = options.Check() ?? Version.Layout.Check(message.Inputs, out rows);
        if (failure is null && (inputs = Lending.Share(message.Inputs)) is null) failure = new(ErrorKind.InvalidInput, "an input has been disposed before the request arrived; inputs are lent until the reply.");
        message.Release();
        if (failure is not null)
        {
            Tally.Ended(failure);
            Telemetry.Refused(failure, 1);
            asker.Tell(new PredictReply(message.Id, failure with { Message = $"{Model}: {failure.Message}" }), _predictor);
            return;
        }

        var request = Version.NewRequest(inputs!, rows, new Reply(message.Id, asker, _predictor, message.HasBudget), 0, options, _clock);
        _open[message.Id] = request;
        Entrance.Submit(request, ref aftermath);
    }

    /// <summary>Who sent the request does not wait any more; the last one ends it. Does nothing when it has ended.</summary>
    public void Cancel(Guid id, IActorRef asker, ref Aftermath aftermath)
    {
        if (!_open.TryGetValue(id, out var request)) return;
        var reply = (Reply)request.Completion;
        if (reply.IsFor(asker) && !reply.Leave(asker)) End(request, Refusals.GaveUp, ref aftermath);
    }

    /// <inheritdoc/>
    public bool TryEnqueue(Request request, long now, ref Aftermath aftermath)
    {
        if (!HasPool) return false;
        Deadlines.Expect(request);
        Enqueue(request);
        return true;
    }

    /// <inheritdoc/>
    public void End(Request request, in Outcome<Prediction> outcome, ref Aftermath aftermath)
    {
        switch (request.State)
        {
            case RequestState.WaitingForRoom:
                Admission.RemoveWaiting(request);
                break;
            case RequestState.Queued:
                request.Queue!.Remove(request);
                break;
            case RequestState.Running:
                request.State = RequestState.Left;
                var batch = (LaneBatch)request.Carrier!;
                if (--batch.Staying == 0) aftermath.Then(batch.Terminate);
                break;
            case RequestState.Left or RequestState.Ended:
                return;
        }

        Deadlines.Forget(request);
        _open.Remove(((Reply)request.Completion).Id);
        request.Result = outcome.TryGet(out var prediction, out var failure) ? prediction : failure;
        Tally.Ended(failure);
        aftermath.Complete(request, Telemetry);
        if (request.State != RequestState.Left) Finish(request, ref aftermath);
    }

    /// <summary>A request that was run has its outcome, and its lane has done with it.</summary>
    public void EndAfterRun(Request request, in Outcome<Prediction> outcome, ref Aftermath aftermath)
    {
        Leave(request);
        End(request, outcome, ref aftermath);
    }

    /// <summary>A lane has done with a request whose sender has the answer, or never will need one.</summary>
    public void Finish(Request request, ref Aftermath aftermath)
    {
        request.State = RequestState.Ended;
        request.Carrier = null;
        aftermath.Release(request);
        Entrance.GiveRoomBack(request, ref aftermath);
    }

    /// <summary>A request whose session failed under it waits again, once, ahead of those who came later; it fails when nobody can take it.</summary>
    public void Retry(Request request, Failure failure, ref Aftermath aftermath)
    {
        if (request.IsSecondTry || !HasPool)
        {
            EndAfterRun(request, failure, ref aftermath);
            return;
        }

        Tally.Retried++;
        request.IsSecondTry = true;
        PutBack(request);
    }

    /// <summary>A request that was on its way to a lane, and was not begun, waits again; it fails when nobody can take it.</summary>
    public void Return(Request request, ref Aftermath aftermath)
    {
        if (HasPool) PutBack(request);
        else EndAfterRun(request, Refusals.NoPool(), ref aftermath);
    }

    /// <summary>
    /// The lane of a request was given up: a successor takes its place, once; else it fails. Either way the room is free, for nobody knows whether the lane ever returns.
    /// </summary>
    public void MoveOn(Request request, Failure failure, ref Aftermath aftermath)
    {
        if (request.State == RequestState.Running && !request.IsSecondTry && HasPool && request.MakeSuccessor() is { } successor)
        {
            request.State = RequestState.Left;
            request.HasRoom = false;
            Tally.Retried++;
            _open[((Reply)request.Completion).Id] = successor;
            Deadlines.Expect(successor);
            Enqueue(successor);
            return;
        }

        End(request, failure, ref aftermath);
        Entrance.GiveRoomBack(request, ref aftermath);
    }

    /// <summary>No pool is left: what waits for a lane fails.</summary>
    public void EndQueued(ref Aftermath aftermath)
    {
        while (!HasPool && Queue.Oldest() is { } request) End(request, Refusals.NoPool(), ref aftermath);
    }

    /// <summary>Ends everything that waits or runs.</summary>
    public void EndAll(Failure failure, ref Aftermath aftermath)
    {
        foreach (var request in _open.Values.ToArray()) End(request, failure, ref aftermath);
    }

    /// <summary>Bytes have come back: who waits for them is let in.</summary>
    public void LookForRoom(ref Aftermath aftermath) => Entrance.AdmitWaiting(ref aftermath);

    /// <inheritdoc/>
    public void ReleaseBytes(long bytes)
    {
        Admission.AddBytes(-bytes);
        if (Admission.WaitingCount > 0) _predictor.Tell(RoomWasMade.Instance, _predictor);
    }

    private void PutBack(Request request)
    {
        Leave(request);
        Deadlines.Expect(request);
        Enqueue(request);
    }

    private static void Leave(Request request)
    {
        ((LaneBatch)request.Carrier!).Staying--;
        request.Carrier = null;
        request.State = RequestState.Admitted;
    }

    private void Enqueue(Request request)
    {
        // A millisecond for the way to the lane, and the run itself should be over when the sender expects it, on whichever device.
        var mustStart = request.Deadline == Request.NoDeadline
            ? long.MaxValue
            : request.Deadline - _clock.Stamps(TimeSpan.FromMilliseconds(1)) - (long)Version.Pools.Max(pool => pool.StampsPerRun);
        Queue.Add(request, mustStart); // who looks for work next sees when it is ripe
    }
}
