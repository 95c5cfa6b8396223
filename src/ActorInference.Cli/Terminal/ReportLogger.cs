using Microsoft.Extensions.Logging;

namespace ActorInference.Cli.Terminal;

/// <summary>Says warnings and errors of the library among a command's messages, one line each.</summary>
internal sealed class ReportLogger(Report report) : ILogger
{
    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel is >= LogLevel.Warning and not LogLevel.None;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (IsEnabled(logLevel)) report.Say(OneLine.Of(formatter(state, exception), longest: int.MaxValue));
    }
}
