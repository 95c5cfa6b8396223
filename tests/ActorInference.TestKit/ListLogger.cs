using Microsoft.Extensions.Logging;

namespace ActorInference.TestKit;

/// <summary>Keeps what a predictor says.</summary>
public sealed class ListLogger : ILogger
{
    private readonly List<(LogLevel Level, string Text)> _lines = [];

    /// <summary>Called for each line, on the thread that says it.</summary>
    public Action<string>? Heard { get; set; }

    public IReadOnlyList<(LogLevel Level, string Text)> Lines
    {
        get
        {
            lock (_lines) return [.. _lines];
        }
    }

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        var text = formatter(state, exception);
        lock (_lines) _lines.Add((logLevel, text));
        Heard?.Invoke(text);
    }
}
