using ActorInference.Akka.Wire;
using ActorInference.Predicting;
using Akka.Actor;

namespace ActorInference.Akka.Predicting;

/// <summary>To the actor that takes replies: stop, as soon as every request was replied to.</summary>
internal sealed record CloseAsker : IOwnMessage
{
    public static CloseAsker Instance { get; } = new();
}

/// <summary>Takes the replies to one asker, watches who gives them, and learns at the beginning what that predicts with.</summary>
internal sealed class ReplyActor : UntypedActor
{
    // A message may be lost on its way to another machine. A second is more than the way and back takes, and nobody minds two.
    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(1);

    // Nodes of a cluster come and go, and what they can run with them.
    private const int TicksBetweenCapacities = 5;

    private readonly Asker _asker;
    private readonly TaskCompletionSource<Outcome<ModelDescription>>? _description;
    private readonly ITimer? _ticking;
    private int _ticks;
    private bool _isClosing;

    /// <summary>For an asker; where <paramref name="description"/> is null its model is known.</summary>
    public ReplyActor(Asker asker, Clock clock, TaskCompletionSource<Outcome<ModelDescription>>? description)
    {
        _asker = asker;
        _description = description;
        if (description is null) return;
        var self = Self;
        _ticking = clock.Time.CreateTimer(_ => self.Tell(Rang.Instance, self), null, Tick, Tick);
    }

    /// <inheritdoc/>
    protected override void PreStart()
    {
        Context.Watch(_asker.Target);
        if (_description is not null) _asker.Target.Tell(DescribeModel.Instance, Self);
    }

    /// <inheritdoc/>
    protected override void PostStop()
    {
        _ticking?.Dispose();
        var failure = new Failure(ErrorKind.NotReady, $"{_asker.Target.Path} is not asked any more: the actor that takes its replies was stopped.");
        _description?.TrySetResult(failure);
        _asker.EndAll(failure, failure);
        _asker.HasEnded();
    }

    /// <inheritdoc/>
    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case PredictReply reply:
                _asker.End(reply.Id, reply.Outcome);
                break;
            case ModelDescription description:
                _asker.Capacity = description.Capacity;
                _description?.TrySetResult(description);
                break;
            case Status.Failure refused:
                _description?.TrySetResult(refused.Cause is InferenceException known ? known.Failure : new(ErrorKind.NotReady, refused.Cause?.Message ?? $"{_asker.Target.Path} cannot say what it predicts with."));
                break;
            case Rang:
                LookAgain();
                break;
            case Terminated terminated:
                IsGone(terminated);
                break;
            case CloseAsker:
                _isClosing = true;
                break;
            default:
                Unhandled(message);
                break;
        }

        if (_isClosing && _asker.IsIdle) Context.Stop(Self);
    }

    private void LookAgain()
    {
        if (_description is { Task.IsCompleted: false } || ++_ticks % TicksBetweenCapacities == 0) _asker.Target.Tell(DescribeModel.Instance, Self);
        if (!_asker.Target.IsLocal()) _asker.EndLate();
    }

    private void IsGone(Terminated terminated)
    {
        var who = $"the actor {terminated.ActorRef.Path}";
        var how = terminated.AddressTerminated ? "is on a machine that cannot be reached any more" : "has stopped";
        var later = new Failure(ErrorKind.NotReady, $"{who} {how}; it predicts nothing.");
        _description?.TrySetResult(later);
        _asker.EndAll(new(ErrorKind.SessionFailed, $"{who} {how}, and had not replied; whether the request was run is not known."), later);
    }
}
