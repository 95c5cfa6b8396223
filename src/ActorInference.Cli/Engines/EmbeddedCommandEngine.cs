using ActorInference.Cli.Terminal;

namespace ActorInference.Cli.Engines;

/// <summary>The embedded engine.</summary>
internal sealed class EmbeddedCommandEngine : CommandEngine
{
    public override EngineModel Open(Report report, string modelPath, PredictorOptions options, CancellationToken cancel) => new Model(CommandPredictor.Open(report, modelPath, options, cancel));

    private sealed class Model(Predictor predictor) : EngineModel
    {
        public override IPredictor Predictor => predictor;

        public override IEngine Engine => EmbeddedEngine.Instance;

        public override string? WhyNoBatches => predictor.WhyNoBatches;

        public override PredictorSnapshot Snapshot() => predictor.Snapshot();

        public override void Dispose() => predictor.Dispose();
    }
}
