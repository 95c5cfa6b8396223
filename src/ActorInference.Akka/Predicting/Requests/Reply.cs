using ActorInference.Predicting;
using Akka.Actor;

namespace ActorInference.Akka.Predicting;

/// <summary>Where the outcome of a request goes: to the actor that asked, and to others that sent the same request. The predictor's own.</summary>
internal sealed class Reply(Guid id, IActorRef asker, IActorRef predictor, bool hasBudget) : ICompletion
{
    private IActorRef _asker = asker;
    private List<IActorRef>? _others; // most requests have none

    /// <summary>Which request.</summary>
    public Guid Id => id;

    /// <inheritdoc/>
    public bool HasBudget => hasBudget;

    /// <summary>One more has sent the request; who sends it again waits once.</summary>
    public void Add(IActorRef other)
    {
        if (!IsFor(other)) (_others ??= []).Add(other);
    }

    /// <summary>Whether somebody waits for it.</summary>
    public bool IsFor(IActorRef actor) => _asker.Equals(actor) || _others?.Contains(actor) == true;

    /// <summary>One of those who wait has given up, and is replied to; false for the last, whose end is the request's.</summary>
    public bool Leave(IActorRef actor)
    {
        if (_others is not [.., var last]) return false;
        if (_asker.Equals(actor))
        {
            _asker = last;
            _others.RemoveAt(_others.Count - 1);
        }
        else _others.Remove(actor);

        WireExtension.ReplyFrom(predictor, actor, new(id, Refusals.GaveUp));
        return true;
    }

    /// <inheritdoc/>
    public void Complete(int index, in Outcome<Prediction> outcome)
    {
        foreach (var other in _others ?? [])
        {
            WireExtension.ReplyFrom(predictor, other, new(id, outcome.TryGet(out var prediction, out var failure) ? Lending.Share(prediction) : failure));
        }

        WireExtension.ReplyFrom(predictor, _asker, new(id, outcome));
    }
}
