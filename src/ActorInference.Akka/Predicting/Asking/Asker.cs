using System.Collections.Concurrent;
using ActorInference.Batching;
using ActorInference.Predicting;
using Akka.Actor;

namespace ActorInference.Akka.Predicting;

/// <summary>
/// The asking side of an actor that predicts: what was sent and not replied to, by its name. Requests come from any thread, replies through one actor, which watches the other side. Thread-safe.
/// </summary>
internal sealed class Asker(IActorRef target, Clock clock)
{
    // Deadlines are kept where the request is; here is only noticed that nothing comes from there any more. Longer than a reply of many megabytes is on its way.
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<Guid, PendingPrediction> _pending = new();
    private readonly RequestIds _ids = new();
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _capacity;
    private IActorRef _replies = ActorRefs.Nobody;

    // Set once, before what is pending is ended: whoever adds something looks here after.
    private volatile Failure? _closed;

    /// <summary>Who predicts.</summary>
    public IActorRef Target => target;

    /// <summary>Requests that ended on this side.</summary>
    public UnsentTally Unsent { get; } = new();

    /// <summary>Completes when the actor that takes replies has stopped.</summary>
    public Task Ended => _ended.Task;

    /// <summary>How many requests it last said it can run at once; 0 where it has not.</summary>
    public int Capacity
    {
        get => Volatile.Read(ref _capacity);
        set => Volatile.Write(ref _capacity, value);
    }

    /// <summary>Whether every request was replied to.</summary>
    public bool IsIdle => _pending.IsEmpty;

    /// <summary>Requests are sent in the name of this actor.</summary>
    public void Begin(IActorRef replies) => _replies = replies;

    /// <summary>Sends a request.</summary>
    /// <param name="inputs">The inputs, handed over.</param>
    /// <param name="options">How.</param>
    /// <param name="hasBudget">Whether the prediction goes where another budget counts it; matters to a predictor of this process only.</param>
    /// <param name="cancel">The caller gives up.</param>
    public Task<Outcome<Prediction>> Ask(RunInput[] inputs, PredictionOptions options, bool hasBudget, CancellationToken cancel)
    {
        var pending = new PendingPrediction(_ids.Next(), inputs, Request.DeadlineOf(options, clock));
        if (cancel.CanBeCanceled) pending.Registration = cancel.UnsafeRegister(static (state, _) => ((Leaving)state!).Leave(), new Leaving(this, pending));
        if (pending.HasLeft)
        {
            Unsent.Ended(BatchRunner.Left);
            pending.End(BatchRunner.Left);
            return pending.Task;
        }

        _pending[pending.Id] = pending;
        if (_closed is { } failure)
        {
            EndUnsent(pending.Id, failure);
            return pending.Task;
        }

        if (WireExtension.TellFrom(_replies, target, new PredictRequest(pending.Id, inputs, options) { HasBudget = hasBudget }) is { } unsendable) EndUnsent(pending.Id, unsendable);
        if (pending.HasLeft && !pending.Task.Result.Succeeded) Cancel(pending); // the word may have come before the request
        return pending.Task;
    }

    /// <summary>It was replied to; a reply that nobody waits for is disposed.</summary>
    public void End(Guid id, in Outcome<Prediction> outcome)
    {
        if (_pending.TryRemove(id, out var pending)) pending.End(outcome);
        else if (outcome.TryGet(out var late, out _)) late.Dispose();
    }

    /// <summary>Requests from now on fail so; those that were sent are waited for.</summary>
    public void Close(Failure failure)
    {
        _closed ??= failure;
        _replies.Tell(CloseAsker.Instance, _replies);
    }

    /// <summary>Ends what has had no reply long after its deadline: it, or its reply, was lost on its way.</summary>
    public void EndLate()
    {
        var passed = clock.Now - clock.Stamps(Grace);
        foreach (var pending in _pending.Values.Where(pending => passed >= pending.Deadline))
        {
            EndUnsent(pending.Id, new(ErrorKind.DeadlineExceeded, $"{target.Path} has not replied {Grace.TotalSeconds:0} s after the deadline; the request or its reply may have been lost with a connection."));
            Cancel(pending);
        }
    }

    /// <summary>Nobody waits for what was sent; replies are.</summary>
    public void LeaveAll(Failure failure)
    {
        foreach (var pending in _pending.Values)
        {
            if (pending.Leave(failure)) Cancel(pending);
        }
    }

    /// <summary>Nothing more will be replied: what was sent fails so, and what comes as <paramref name="later"/>.</summary>
    public void EndAll(Failure failure, Failure later)
    {
        _closed ??= later;
        foreach (var id in _pending.Keys) EndUnsent(id, failure);
    }

    /// <summary>The actor that takes replies has stopped.</summary>
    public void HasEnded() => _ended.Tell();

    private void Cancel(PendingPrediction pending) => WireExtension.TellFrom(_replies, target, new CancelRequest(pending.Id));

    private void EndUnsent(Guid id, Failure failure)
    {
        if (!_pending.TryRemove(id, out var pending)) return;
        Unsent.Ended(failure);
        pending.End(failure);
        if (_closed is not null && IsIdle) _replies.Tell(CloseAsker.Instance, _replies); // which looked for the end while this one was here, and hears of nothing else
    }

    private sealed record Leaving(Asker Asker, PendingPrediction Pending)
    {
        public void Leave()
        {
            if (Pending.Leave(BatchRunner.Left)) Asker.Cancel(Pending);
        }
    }
}
