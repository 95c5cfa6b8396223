using Microsoft.Extensions.Logging;

namespace ActorInference.OnnxRuntime.Tests;

public sealed class LoggingTests
{
    [Fact]
    public void Runtime_speaks_to_the_logger_at_the_level_it_wants()
    {
        var logger = new ListLogger(LogLevel.Trace);
        using (new OnnxRuntimeSessionFactory(logger).Open(TestModel.Unary("Neg", "float32 [N]").Source, new()).Value)
        {
        }

        Assert.Contains(logger.Messages, message => message.Level == LogLevel.Debug);
        Assert.DoesNotContain(logger.Messages, message => message.Level == LogLevel.Information);
        var quiet = new ListLogger(LogLevel.Critical);
        using (new OnnxRuntimeSessionFactory(quiet).Open(TestModel.Unary("Neg", "float32 [N]").Source, new()).Value)
        {
        }

        Assert.Empty(quiet.Messages);
    }

    [Fact]
    public void Logger_that_throws_does_no_harm()
    {
        using var session = new OnnxRuntimeSessionFactory(new ThrowingLogger()).Open(TestModel.Unary("Neg", "float32 [N]").Source, new()).Value;
        using var x = Tensor.From([1f], [1]);
        using var y = session.RunTensor(new RunInput("x", x));
        Assert.Equal(-1f, y.Span<float>()[0]);
    }

    private sealed class ThrowingLogger : ILogger<OnnxRuntimeSessionFactory>
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            throw new InvalidOperationException("This logger always throws.");
    }
}
