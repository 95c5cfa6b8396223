namespace ActorInference.Cli.Engines;

/// <summary>A model that is open on an engine. Whoever has it disposes it.</summary>
internal abstract class EngineModel : IDisposable
{
    /// <summary>What predicts with it.</summary>
    public abstract IPredictor Predictor { get; }

    /// <summary>What runs streams through it.</summary>
    public abstract IEngine Engine { get; }

    /// <summary>Why requests never share a run, in words; null when they may.</summary>
    public abstract string? WhyNoBatches { get; }

    /// <summary>The predictor at this moment.</summary>
    public abstract PredictorSnapshot Snapshot();

    public abstract void Dispose();
}
