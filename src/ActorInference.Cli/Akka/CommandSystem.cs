using ActorInference.Akka;
using ActorInference.Cli.Terminal;
using ActorInference.OnnxRuntime;
using Akka.Actor;
using Akka.Configuration;

namespace ActorInference.Cli.Akka;

/// <summary>Actor systems of commands.</summary>
internal static class CommandSystem
{
    /// <summary>What they are called, the same on all nodes of a cluster.</summary>
    public const string Name = "actorinference";

    /// <summary>What a command needs, over what is configured: its results are on standard output, and it ends by itself.</summary>
    private static readonly Config Over = ConfigurationFactory.ParseString($$"""
        akka {
          stdout-loglevel = OFF
          stdout-logger-class = "{{NameOf<LateLog>()}}"
          loggers = ["{{NameOf<AkkaLog>()}}"]
          coordinated-shutdown.run-by-clr-shutdown-hook = off
        }
        """);

    // Where the configuration says nothing: what Akka.NET does by itself is of no interest to who runs a command.
    private static readonly Config Under = ConfigurationFactory.ParseString("akka.loglevel = WARNING");

    /// <summary>Starts one, whose log goes to the command's, and makes what works on it. Throws <see cref="InferenceException"/> for what Akka.NET does not take of the configuration.</summary>
    /// <param name="report">The command's.</param>
    /// <param name="config">What is configured.</param>
    /// <param name="make">Makes it; the system is the caller's when this returns.</param>
    /// <param name="explain">Why it did not begin, in the command's own words; gives null for an exception that it does not know. Default null: it knows none.</param>
    public static T Start<T>(Report report, Config config, Func<ActorSystem, T> make, Func<Exception, string?>? explain = null)
    {
        AkkaLog.Report = report;
        ActorSystem? system = null;
        try
        {
            system = ActorSystem.Create(Name, Over.WithFallback(config).WithFallback(Under));
            return make(system);
        }
        catch (Exception problem) when (problem is not (InferenceException or OperationCanceledException))
        {
            if (system is not null) Wait(system.Terminate());
            throw new InferenceException(new(ErrorKind.InvalidInput, explain?.Invoke(problem) ?? $"the actor system cannot begin with what the section akka of the configuration says: {Sentence(Reason(problem))}"));
        }
    }

    /// <summary>Loads a model for it. The predictor is called <paramref name="name"/>: <c>/actorinference-NAME</c>.</summary>
    public static async Task<Outcome<AkkaPredictor>> OpenAsync(ActorSystem system, Report report, string modelPath, PredictorOptions options, string name, CancellationToken cancel)
    {
        var sessions = new OnnxRuntimeSessionFactory(report.LoggerOf<OnnxRuntimeSessionFactory>());
        var outcome = await AkkaPredictor.OpenAsync(system, sessions, ModelSource.File(modelPath), options, name, logger: new ReportLogger(report), cancel: cancel);
        return outcome.TryGet(out _, out var failure) ? outcome : new DeployedLanes(system.Settings.Config).Explain(failure, options);
    }

    /// <summary>What is at the bottom of an exception, in one line and without the period at its end: Akka.NET wraps what happens in many others that say nothing.</summary>
    public static string Reason(Exception problem)
    {
        while (problem.InnerException is { } inner) problem = inner;
        return OneLine.Of(problem.Message.Split(" (Parameter ")[0].TrimEnd('.'), longest: 500);
    }

    /// <summary>Waits for it, on a command's own thread.</summary>
    public static T Wait<T>(Task<T> task) => task.GetAwaiter().GetResult();

    /// <summary>Waits for it, on a command's own thread.</summary>
    public static void Wait(Task task) => task.GetAwaiter().GetResult();

    private static string Sentence(string reason) => reason.EndsWith('?') ? reason : $"{reason}.";

    private static string NameOf<T>() => $"{typeof(T).FullName}, {typeof(T).Assembly.GetName().Name}";
}
