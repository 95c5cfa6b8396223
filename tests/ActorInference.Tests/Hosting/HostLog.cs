using Microsoft.Extensions.Logging;

namespace ActorInference.Tests.Hosting;

/// <summary>Keeps what is said in the categories of this library.</summary>
internal sealed class HostLog : ILoggerProvider
{
    private readonly Lock _lock = new();
    private readonly List<HostLogLine> _lines = [];

    public IReadOnlyList<HostLogLine> Lines
    {
        get
        {
            lock (_lock) return [.. _lines];
        }
    }

    /// <summary>The texts with that event id, in order.</summary>
    public IReadOnlyList<string> Of(int id) => [.. Lines.Where(line => line.Id == id).Select(line => line.Text)];

    public ILogger CreateLogger(string categoryName) => new Logger(this, categoryName);

    public void Dispose()
    {
        // Lines stay: tests read them behind the host's end.
    }

    private sealed class Logger(HostLog log, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (!category.StartsWith("ActorInference", StringComparison.Ordinal)) return;
            var fields = (state as IEnumerable<KeyValuePair<string, object?>> ?? []).ToDictionary(field => field.Key, field => field.Value);
            lock (log._lock) log._lines.Add(new(category, logLevel, eventId.Id, formatter(state, exception), fields));
        }
    }
}
