using ActorInference.Akka;
using ActorInference.Cli.Terminal;
using ActorInference.OnnxRuntime;
using Akka.Actor;
using Akka.Configuration;

namespace ActorInference.Cli.Akka;

/// <summary>Actor systems of commands.</summary>
internal static class CommandSystem
{
    /// <summary>What a command needs, over what is configured: its results are on standard output, and it ends by itself.</summary>
    private static readonly Config Over = ConfigurationFactory.ParseString($$"""
        akka {
          stdout-loglevel = OFF
          loggers = ["{{typeof(AkkaLog).FullName}}, {{typeof(AkkaLog).Assembly.GetName().Name}}"]
          coordinated-shutdown.run-by-clr-shutdown-hook = off
        }
        """);

    // Where the configuration says nothing: what Akka.NET does by itself is of no interest to who runs a command.
    private static readonly Config Under = ConfigurationFactory.ParseString("akka.loglevel = WARNING");

    /// <summary>Starts one, whose log goes to the command's.</summary>
    public static ActorSystem Start(Report report, Config config)
    {
        AkkaLog.Report = report;
        return ActorSystem.Create("actorinference", Over.WithFallback(config).WithFallback(Under));
    }

    /// <summary>Loads a model for it.</summary>
    public static Task<Outcome<AkkaPredictor>> OpenAsync(ActorSystem system, Report report, string modelPath, PredictorOptions options, CancellationToken cancel) => AkkaPredictor.OpenAsync(
        system, new OnnxRuntimeSessionFactory(report.LoggerOf<OnnxRuntimeSessionFactory>()), ModelSource.File(modelPath), options, logger: new ReportLogger(report), cancel: cancel);

    /// <summary>Waits for it, on a command's own thread.</summary>
    public static T Wait<T>(Task<T> task) => task.GetAwaiter().GetResult();

    /// <summary>Waits for it, on a command's own thread.</summary>
    public static void Wait(Task task) => task.GetAwaiter().GetResult();
}
