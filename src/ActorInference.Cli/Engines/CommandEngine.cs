#if AKKA
using ActorInference.Cli.Akka;
#endif
using ActorInference.Cli.Terminal;
using ActorInference.Configuration;

namespace ActorInference.Cli.Engines;

/// <summary>The engine of a command. Whoever has it disposes it, behind the models that it opened.</summary>
internal abstract class CommandEngine : IDisposable
{
    /// <summary>This library alone.</summary>
    public static CommandEngine Embedded { get; } = new EmbeddedCommandEngine();

    /// <summary>The engine of that name; throws <see cref="InferenceException"/> where there is none.</summary>
    public static CommandEngine Create(string name, Report report, ActorInferenceConfiguration configuration) => name switch
    {
        "embedded" => Embedded,
        "akka" => CreateAkka(report, configuration),
        _ => throw new InferenceException(new(ErrorKind.InvalidInput, $"--engine must be embedded or akka, not '{name}'.")),
    };

    /// <summary>Loads a model; sessions that fail later are told in <paramref name="report"/>. Throws <see cref="InferenceException"/> where it cannot be loaded.</summary>
    public abstract EngineModel Open(Report report, string modelPath, PredictorOptions options, CancellationToken cancel);

    public virtual void Dispose()
    {
    }

#if AKKA
    private static AkkaCommandEngine CreateAkka(Report report, ActorInferenceConfiguration configuration) => new(report, configuration);
#else
    private static CommandEngine CreateAkka(Report report, ActorInferenceConfiguration configuration) =>
        throw new InferenceException(new(ErrorKind.NotFound, "--engine akka: this build is without it, because its package feed had no Akka.NET."));
#endif
}
