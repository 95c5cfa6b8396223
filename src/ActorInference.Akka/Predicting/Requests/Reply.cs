using ActorInference.Predicting;
using Akka.Actor;

namespace ActorInference.Akka.Predicting;

/// <summary>Where the outcome of a request goes: to the actor that asked.</summary>
internal sealed class Reply(Guid id, IActorRef asker, IActorRef predictor) : ICompletion
{
    /// <summary>Which request.</summary>
    public Guid Id => id;

    /// <inheritdoc/>
    public void Complete(int index, in Outcome<Prediction> outcome) => WireExtension.ReplyFrom(predictor, asker, new(id, outcome));
}
