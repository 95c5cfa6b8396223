using ActorInference.Predicting;

namespace ActorInference.Akka.Predicting;

/// <summary>What a predictor is made of.</summary>
internal sealed record PredictorSetup(
    ISessionFactory Sessions,
    ModelSource Model,
    PredictorOptions Options,
    string Name,
    Clock Clock,
    PredictorLog Log,
    PredictorLife Life,
    CancellationToken Cancel);
