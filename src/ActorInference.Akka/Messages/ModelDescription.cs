namespace ActorInference.Akka;

/// <summary>What an actor predicts with.</summary>
/// <param name="Model">The model's name.</param>
/// <param name="Signature">What it takes and gives.</param>
/// <param name="Outputs">The outputs of each prediction, in order.</param>
/// <param name="Capacity">How many requests can be run at once, whole batches counted.</param>
public sealed record ModelDescription(string Model, ModelSignature Signature, IReadOnlyList<string> Outputs, int Capacity);
