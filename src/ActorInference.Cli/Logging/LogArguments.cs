using System.CommandLine;
using System.CommandLine.Parsing;
using ActorInference.Cli.Terminal;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using ConfigurationSources = ActorInference.Configuration.ConfigurationSources;

namespace ActorInference.Cli.Logging;

/// <summary>
/// The options of the log, which every command has, and the section <c>serilog</c> of the configuration file, which <c>--config</c> or <c>ACTORINFERENCE_CONFIG</c> names. Without any of them
/// there is no log, and nothing of Serilog is loaded.
/// </summary>
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
    /// <exception cref="InferenceException">It cannot be written as was asked for.</exception>
    public static CommandLog? Open(ParseResult parsed)
    {
        var (file, level) = (parsed.GetValue(File), parsed.GetValue(Level));
        if (level is not null && !Levels.Contains(level.ToLowerInvariant())) throw Invalid($"--log-level must be one of {string.Join(", ", Levels)}, not '{level}'.");
        if (file?.Length == 0) throw Invalid("--log names no file.");
        var named = parsed.CommandResult.Children.OfType<OptionResult>().FirstOrDefault(result => result.Option.Name == CommandConfiguration.OptionName)?.GetValueOrDefault<string?>()
            ?? Environment.GetEnvironmentVariable(ConfigurationSources.FileVariable);
        return string.IsNullOrEmpty(named) ? Open(parsed, file, level, null) : Open(parsed, file, level, FindSection(named));
    }

    private static CommandLog? Open(ParseResult parsed, string? file, string? level, IConfigurationSection? section)
    {
        if (file is null && section is null) return level is null ? null : throw Invalid("--log-level says how much is written to a log, and there is none: name its file with --log FILE.");
        var log = new CommandLog(ProgramLog.Open(file, level is null ? null : Enum.Parse<LogLevel>(level, ignoreCase: true), section), parsed.CommandResult.Command.Name);
        log.Begin();
        return log;
    }

    private static IConfigurationSection? FindSection(string file)
    {
        try
        {
            var section = new ConfigurationBuilder().AddHoconFile(Path.GetFullPath(file)).Build().GetSection(ProgramLog.Section);
            return section.GetChildren().Any() ? section : null;
        }
        catch (Exception problem) when (problem is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            return null; // commands that begin with this file say more of what is wrong with it
        }
    }

    private static InferenceException Invalid(string message) => new(new(ErrorKind.InvalidInput, message));
}
