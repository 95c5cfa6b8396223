namespace ActorInference.Akka;

/// <summary>What became of a <see cref="PredictRequest"/>. The prediction is the receiver's.</summary>
/// <param name="Id">Which request.</param>
/// <param name="Outcome">The prediction, or why there is none.</param>
public sealed record PredictReply(Guid Id, Outcome<Prediction> Outcome);
