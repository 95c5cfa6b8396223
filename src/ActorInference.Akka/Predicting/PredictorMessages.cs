using Akka.Actor;

namespace ActorInference.Akka.Predicting;

/// <summary>To the predictor, from whoever owns it: end.</summary>
/// <param name="Drains">Whether requests that are in are finished first.</param>
internal sealed record ClosePredictor(bool Drains) : IOwnMessage;

/// <summary>To the predictor, by itself: nothing is in flight any more.</summary>
internal sealed record HasDrained : IOwnMessage
{
    public static HasDrained Instance { get; } = new();
}

/// <summary>To the predictor, by itself: the model has been loaded, or cannot be.</summary>
internal sealed record ModelIsOpen(Outcome<ActorInference.Predicting.ModelVersion> Version) : IOwnMessage;

/// <summary>To the predictor, by itself: sessions have been closed, as far as anybody waits for that.</summary>
internal sealed record SessionsAreClosed : IOwnMessage
{
    public static SessionsAreClosed Instance { get; } = new();
}

/// <summary>To the predictor: say how it is.</summary>
internal sealed record TakeSnapshot(TaskCompletionSource<PredictorSnapshot> Snapshot) : IOwnMessage;
