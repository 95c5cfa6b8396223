using ActorInference.Akka;
using ActorInference.Bench.Streams;
using ActorInference.OnnxRuntime;
using Akka.Actor;

namespace ActorInference.Bench.Akka;

/// <summary>The same pipeline on the engine akka.</summary>
internal sealed class AkkaLoop : IStreamLoop
{
    private readonly ActorSystem _system;
    private readonly Pipeline<string, long> _pipeline;
    private readonly Action _close;

    private AkkaLoop(ActorSystem system, IPredictor predictor, StreamCase model, string output, Action close)
    {
        (_system, _close) = (system, close);
        _pipeline = PipelineLoop.Describe(predictor, model, output, PipelineOptions.Async);
    }

    /// <summary>Over the predictor of the library itself: what the streams cost alone.</summary>
    public static AkkaLoop OverPredictor(StreamCase model, string output)
    {
        var predictor = Predictor.Open(new OnnxRuntimeSessionFactory(), model.Source).Value;
        return new(NewSystem(), predictor, model, output, predictor.Dispose);
    }

    /// <summary>Over session actors: all of the engine.</summary>
    public static AkkaLoop OverActors(StreamCase model, string output)
    {
        var system = NewSystem();
        var predictor = AkkaPredictor.OpenAsync(system, new OnnxRuntimeSessionFactory(), model.Source).Result.Value;
        return new(system, predictor, model, output, () => predictor.DisposeAsync().AsTask().Wait());
    }

    public async Task RunAsync(IReadOnlyList<string> files)
    {
        await foreach (var outcome in _pipeline.RunAsync(files, engine: new AkkaEngine(_system))) _ = outcome.Value;
    }

    public void Dispose()
    {
        _close();
        _system.Terminate().Wait();
    }

    private static ActorSystem NewSystem() => ActorSystem.Create("bench", "akka { loglevel = WARNING, stdout-loglevel = OFF }");
}
