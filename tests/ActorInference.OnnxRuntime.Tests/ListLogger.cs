using Microsoft.Extensions.Logging;

namespace ActorInference.OnnxRuntime.Tests;

/// <summary>Keeps what it is told.</summary>
internal sealed class ListLogger(LogLevel lowest) : ILogger<OnnxRuntimeSessionFactory>
{
    private readonly List<(LogLevel Level, string Text)> _messages = [];

    public IReadOnlyList<(LogLevel Level, string Text)> Messages
    {
        get
        {
            lock (_messages) return [.. _messages];
        }
    }

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= lowest;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        lock (_messages) _messages.Add((logLevel, formatter(state, exception)));
    }
}
