using Microsoft.Extensions.Logging;

namespace ActorInference.Cli.Terminal;

/// <summary>Says warnings and errors of predictors among a command's messages, one line each; all that the log wants goes there.</summary>
internal sealed class ReportLogger(Report report) : ILogger
{
    private readonly ILogger? _log = report.LoggerOf<Predictor>();

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => IsShown(logLevel) || _log?.IsEnabled(logLevel) == true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (IsShown(logLevel)) report.Show(OneLine.Of(formatter(state, exception), longest: int.MaxValue));
        _log?.Log(logLevel, eventId, state, exception, formatter);
    }

    private static bool IsShown(LogLevel level) => level is >= LogLevel.Warning and not LogLevel.None;
}
