namespace ActorInference.Hosting;

/// <summary>A predictor that a host is to have.</summary>
internal sealed record PredictorDescription(string Name, ModelSource Model, PredictorOptions Options, bool IsRequired);
