using Microsoft.Extensions.Logging;

namespace ActorInference.OnnxRuntime.Tests;

/// <summary>Keeps what it is told, and lets a test wait for certain words.</summary>
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
        lock (_messages)
        {
            _messages.Add((logLevel, formatter(state, exception)));
            Monitor.PulseAll(_messages);
        }
    }

    /// <summary>Returns once a message holds <paramref name="words"/>.</summary>
    public void WaitFor(string words)
    {
        lock (_messages)
        {
            while (!_messages.Exists(message => message.Text.Contains(words, StringComparison.Ordinal)))
            {
                Assert.True(Monitor.Wait(_messages, TimeSpan.FromSeconds(60)), $"nobody said '{words}'");
            }
        }
    }
}
