using System.CommandLine;
using System.CommandLine.Parsing;
using System.Text.Json.Nodes;
using ActorInference.Configuration;

namespace ActorInference.Cli.Terminal;

/// <summary>Says what is wrong with a command line before its command begins.</summary>
internal static class WrongUsage
{
    /// <summary>One line for each thing that is wrong: what the parser refuses, else options that there are not.</summary>
    public static string[] Find(ParseResult parsed)
    {
        if (parsed.Errors.Count == 0) return [.. UnknownOptions.Find(parsed)];

        // All that follows a command that there is not is unknown too, and means nothing.
        return UnknownCommand(parsed) is { } unknown ? [unknown] : [.. parsed.Errors.Select(error => InWords(error, parsed)).Distinct()];
    }

    /// <summary>Prints <paramref name="lines"/>, then where help is; with <c>--json</c> also the object. Gives the exit code.</summary>
    public static int Report(ParseResult parsed, string[] lines)
    {
        var command = parsed.CommandResult.Command;
        foreach (var line in lines) Console.Error.WriteLine($"error: {OneLine.Of(line)}");
        if (command.Subcommands.Count > 0) Console.Error.WriteLine($"The commands are {string.Join(", ", command.Subcommands.Select(below => PathOf(below).TrimEnd()))}.");
        Console.Error.WriteLine($"'actorinfer {PathOf(command)}--help' tells how it is used.");

        if (parsed.Tokens.Any(token => token.Value == Terminal.Report.JsonOption.Name))
        {
            var failure = new Failure(ErrorKind.InvalidInput, string.Join(" ", lines));
            var json = new JsonObject { ["error"] = Terminal.Report.ErrorObject(failure), ["exitCode"] = ExitCode.Usage };
            Console.Out.WriteLine(json.ToJsonString(Terminal.Report.Readable));
        }

        return ExitCode.Usage;
    }

    // config check
    private static string PathOf(Command command) => command is RootCommand ? "" : $"{string.Concat(command.Parents.OfType<Command>().Select(PathOf))}{command.Name} ";

    private static string? UnknownCommand(ParseResult parsed)
    {
        var command = parsed.CommandResult.Command;
        if (command.Subcommands.Count == 0 || parsed.UnmatchedTokens is not [var word, ..] || word.StartsWith('-')) return null;
        var known = command.Subcommands.Select(below => below.Name);
        return $"{PathOf(command)}{word}: there is no such command{(NearestKey.Of(word, known) is { } nearest ? $"; did you mean {PathOf(command)}{nearest}?" : ".")}";
    }

    private static string InWords(ParseError error, ParseResult parsed) => error.SymbolResult switch
    {
        ArgumentResult { Tokens.Count: 0 } missing => $"the argument <{missing.Argument.Name}> is missing: {missing.Argument.Description}",
        CommandResult { Command.Subcommands.Count: > 0 } when parsed.UnmatchedTokens.Count == 0 => "a command is missing.",
        _ => InWords(error.Message),
    };

    // Types of .NET mean nothing to who typed the option.
    private static string InWords(string message) => message
        .Replace("as expected type 'System.Int32'", "as a whole number", StringComparison.Ordinal)
        .Replace("as expected type 'System.Nullable`1[System.Int32]'", "as a whole number", StringComparison.Ordinal)
        .Replace("as expected type 'System.Nullable`1[System.Int64]'", "as a whole number", StringComparison.Ordinal)
        .Replace("as expected type 'System.Int64'", "as a whole number", StringComparison.Ordinal)
        .Replace("as expected type 'System.Double'", "as a number", StringComparison.Ordinal);
}
