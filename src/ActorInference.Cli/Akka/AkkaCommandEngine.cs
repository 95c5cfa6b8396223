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
    private const string Provider = "akka.actor.provider";
    private const string Alone = "local";

    private readonly ActorSystem _system;
    private readonly AkkaEngine _engine;
    private bool _saidLanes;

    public AkkaCommandEngine(Report report, ActorInferenceConfiguration configuration)
    {
        var config = AkkaConfiguration.Of(configuration).Value;
        var provider = config.GetString(Provider, Alone);
        (_system, _engine) = CommandSystem.Start(report, ConfigurationFactory.ParseString($"{Provider} = {Alone}").WithFallback(config), system => (system, new AkkaEngine(system)));
        if (provider != Alone) report.Say($"a run joins no cluster, whatever {Provider} says: it runs on this machine alone; docs/cluster.md says how to send pictures through a cluster");
    }

    public override EngineModel Open(Report report, string modelPath, PredictorOptions options, CancellationToken cancel)
    {
        var model = new Model(CommandSystem.Wait(CommandSystem.OpenAsync(_system, report, modelPath, options, PredictorName.Of(modelPath), cancel)).Value, options.Batching, _engine);
        if (!_saidLanes && DeployedLanes.Note(options, model.Snapshot()) is { } note)
        {
            report.Say(note);
            _saidLanes = true; // a model may be opened twice
        }

        return model;
    }

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
