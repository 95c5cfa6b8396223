using ActorInference.Cli.Terminal;
using Akka.Actor;
using Akka.Dispatch;
using Akka.Event;
using Microsoft.Extensions.Logging;
using LogLevel = Microsoft.Extensions.Logging.LogLevel;

namespace ActorInference.Cli.Akka;

/// <summary>What an actor system has to say: warnings and errors among a command's messages, and all that is wanted in its log. Started by the system itself.</summary>
internal sealed class AkkaLog : ReceiveActor, IRequiresMessageQueue<ILoggerMessageQueueSemantics>
{
    public AkkaLog()
    {
        Receive<InitializeLogger>(_ => Sender.Tell(new LoggerInitialized()));
        Receive<LogEvent>(Tell);
    }

    /// <summary>Where it goes; set before the system is created. A command has one.</summary>
    public static Report? Report { get; set; }

    private static void Tell(LogEvent told)
    {
        if (Report is not { } report) return;
        var level = told.LogLevel() switch
        {
            global::Akka.Event.LogLevel.ErrorLevel => LogLevel.Error,
            global::Akka.Event.LogLevel.WarningLevel => LogLevel.Warning,
            global::Akka.Event.LogLevel.InfoLevel => LogLevel.Information,
            _ => LogLevel.Debug,
        };
        var line = OneLine.Of($"{told.Message}{(told.Cause is { } cause ? $": {cause.Message}" : "")}", longest: int.MaxValue);
        if (level >= LogLevel.Warning) report.Show(line);
        if (report.LoggerOf<ActorSystem>() is { } log && log.IsEnabled(level)) log.Log(level, default, line, told.Cause, static (text, _) => text);
    }
}
