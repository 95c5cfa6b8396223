using ActorInference.Cli.Terminal;
using Akka.Actor;
using Akka.Dispatch;
using Akka.Event;
using Microsoft.Extensions.Logging;
using LogLevel = Microsoft.Extensions.Logging.LogLevel;

namespace ActorInference.Cli.Akka;

/// <summary>
/// What an actor system has to say. All that is wanted goes to the command's log; among its messages are warnings and errors of ActorInference's own actors alone. What Akka.NET itself says of connections
/// that break is much, and what it means for the command is said in the command's words (<see cref="MembershipActor"/>). Started by the system itself.
/// </summary>
internal sealed class AkkaLog : ReceiveActor, IRequiresMessageQueue<ILoggerMessageQueueSemantics>
{
    public AkkaLog()
    {
        Receive<InitializeLogger>(_ => Sender.Tell(new LoggerInitialized()));
        Receive<LogEvent>(Note);
    }

    /// <summary>Where it goes; set before the system is created. A command has one.</summary>
    public static Report? Report { get; set; }

    /// <summary>Takes note of an event.</summary>
    public static void Note(LogEvent told)
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
        if (level >= LogLevel.Warning && IsOwn(told, level)) report.Show($"{(level == LogLevel.Error ? "error" : "warning")}: {line}");
        if (report.LoggerOf<ActorSystem>() is { } log && log.IsEnabled(level)) log.Log(level, default, line, told.Cause, static (text, _) => text);
    }

    // Of an actor of ours that failed the strategy above it tells, which is Akka.NET's.
    private static bool IsOwn(LogEvent told, LogLevel level) =>
        told.LogClass?.Namespace?.StartsWith(nameof(ActorInference), StringComparison.Ordinal) is true || (level == LogLevel.Error && told.LogSource?.Contains("/user/", StringComparison.Ordinal) is true);
}
