using System.CommandLine;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace ActorInference.Cli.Logging;

/// <summary>The options of the log, which every command has. Without them, and without a section <c>serilog</c>, there is no log, and nothing of Serilog is loaded.</summary>
internal static class LogArguments
{
    private static readonly string[] Levels = ["trace", "debug", "information", "warning", "error"];

    /// <summary>The file.</summary>
    public static Option<string?> File { get; } = new("--log")
    {
        Description = "Write a log to this file, behind what is in it. What is shown stays as it is.",
        Recursive = true,
    };

    /// <summary>How much.</summary>
    public static Option<string?> Level { get; } = new("--log-level")
    {
        Description = $"What is written to the log: {string.Join(", ", Levels)}, and all that is graver. Default: information.",
        Recursive = true,
    };

    /// <summary>The log that was asked for, which the caller disposes; null when none was.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="configuration">Where a section <c>serilog</c> may be; null for none.</param>
    /// <exception cref="InferenceException">It cannot be written as was asked for.</exception>
    public static CommandLog? Open(ParseResult parsed, IConfiguration? configuration = null)
    {
        var (file, level) = (parsed.GetValue(File), parsed.GetValue(Level));
        if (level is not null && !Levels.Contains(level.ToLowerInvariant())) throw Invalid($"--log-level must be one of {string.Join(", ", Levels)}, not '{level}'.");
        if (file?.Length == 0) throw Invalid("--log names no file.");
        var section = configuration?.GetSection(ProgramLog.Section);
        var isConfigured = section is not null && section.Exists();
        if (file is null && !isConfigured) return level is null ? null : throw Invalid("--log-level says how much is written to a log, and there is none: name its file with --log FILE.");
        var log = new CommandLog(ProgramLog.Open(file, level is null ? null : Enum.Parse<LogLevel>(level, ignoreCase: true), isConfigured ? section : null), parsed.CommandResult.Command.Name);
        log.Begin();
        return log;
    }

    private static InferenceException Invalid(string message) => new(new(ErrorKind.InvalidInput, message));
}
