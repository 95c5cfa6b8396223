using ActorInference.Akka;
using ActorInference.Cli.Engines;
using ActorInference.Cli.Terminal;
using ActorInference.Configuration;
using Akka.Actor;
using Akka.Configuration;

namespace ActorInference.Cli.Akka;

/// <summary>The engine akka, on an actor system of the command's own, which is in no cluster.</summary>
internal sealed class AkkaCommandEngine : CommandEngine
{
    private readonly ActorSystem _system;
    private readonly AkkaEngine _engine;

    public AkkaCommandEngine(Report report, ActorInferenceConfiguration configuration)
    {
        var config = AkkaConfiguration.Of(configuration).Value;
        _system = CommandSystem.Start(report, ConfigurationFactory.ParseString("akka.actor.provider = local").WithFallback(config));
        _engine = new(_system);
    }

    public override EngineModel Open(Report report, string modelPath, PredictorOptions options, CancellationToken cancel) =>
        new Model(CommandSystem.Wait(CommandSystem.OpenAsync(_system, report, modelPath, options, cancel)).Value, options.Batching, _engine);

    public override void Dispose()
    {
        CommandSystem.Wait(_system.Terminate());
        base.Dispose();
    }

    private sealed class Model(AkkaPredictor predictor, bool batching, AkkaEngine engine) : EngineModel
    {
        public override IPredictor Predictor => predictor;

        public override IEngine Engine => engine;

        public override string? WhyNoBatches => BatchLayout.Of(predictor.Signature, predictor.Outputs, batching).WhyNoBatches;

        public override PredictorSnapshot Snapshot() => CommandSystem.Wait(predictor.SnapshotAsync()).Value;

        public override void Dispose() => CommandSystem.Wait(predictor.DisposeAsync().AsTask());
    }
}
