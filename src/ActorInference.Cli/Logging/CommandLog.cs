using Microsoft.Extensions.Logging;

namespace ActorInference.Cli.Logging;

/// <summary>What a command says to the log, where there is one: when it begins and ends, and all that it shows besides its results. Disposing it writes the rest and closes it.</summary>
internal sealed partial class CommandLog(ILoggerFactory log, string command) : IDisposable
{
    private readonly ILogger _logger = log.CreateLogger("ActorInference.Cli");
    private readonly string? _version = typeof(CommandLog).Assembly.GetName().Version?.ToString(3);
    private readonly long _started = TimeProvider.System.GetTimestamp();

    [LoggerMessage(200, LogLevel.Information, "{Command} begins: actorinfer {Version}, process {Process}")]
    private static partial void Begins(ILogger logger, string command, string? version, int process);

    [LoggerMessage(201, LogLevel.Information, "{Command} ends with exit code {ExitCode} after {Seconds:0.###} s")]
    private static partial void Ends(ILogger logger, string command, int exitCode, double seconds);

    [LoggerMessage(202, LogLevel.Information, "{Text}")]
    private static partial void Says(ILogger logger, string text);

    [LoggerMessage(203, LogLevel.Error, "{Text}")]
    private static partial void Refuses(ILogger logger, string text);

    /// <summary>The log of what runs below the command.</summary>
    public ILogger<T> LoggerOf<T>() => log.CreateLogger<T>();

    public void Begin() => Begins(_logger, command, _version, Environment.ProcessId);

    public void End(int exitCode) => Ends(_logger, command, exitCode, TimeProvider.System.GetElapsedTime(_started).TotalSeconds);

    public void Say(string text) => Says(_logger, text);

    public void Error(string text) => Refuses(_logger, text);

    public void Dispose() => log.Dispose();
}
