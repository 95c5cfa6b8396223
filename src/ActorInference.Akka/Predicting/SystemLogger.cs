using Akka.Actor;
using Akka.Event;
using Microsoft.Extensions.Logging;
using AkkaLevel = Akka.Event.LogLevel;
using LogLevel = Microsoft.Extensions.Logging.LogLevel;

namespace ActorInference.Akka.Predicting;

/// <summary>What a predictor says to a log, said to that of the actor system. Thread-safe, as that is.</summary>
internal sealed class SystemLogger(ILoggingAdapter log) : ILogger
{
    /// <summary>One whose lines are from that name.</summary>
    public static SystemLogger Of(ActorSystem system, string name) => new(Logging.GetLogger(system, name));

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel is not LogLevel.None && log.IsEnabled(LevelOf(logLevel));

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (IsEnabled(logLevel)) log.Log(LevelOf(logLevel), exception, "{0}", formatter(state, exception));
    }

    private static AkkaLevel LevelOf(LogLevel level) => level switch
    {
        LogLevel.Error or LogLevel.Critical => AkkaLevel.ErrorLevel,
        LogLevel.Warning => AkkaLevel.WarningLevel,
        LogLevel.Information => AkkaLevel.InfoLevel,
        _ => AkkaLevel.DebugLevel,
    };
}
