using System.CommandLine;
using System.CommandLine.Parsing;

namespace ActorInference.Cli.Terminal;

/// <summary>Finds options that there are not: the parser takes what it does not know for an argument, and the command would look for a file of that name.</summary>
internal static class UnknownOptions
{
    // A letter left out, added or wrong, or two that changed places.
    private const int TypingError = 2;

    /// <summary>One line for each argument that begins as options do, names no file and does not come after a lone <c>--</c>.</summary>
    public static IEnumerable<string> Find(ParseResult parsed)
    {
        var files = parsed.Tokens.SkipWhile(token => token.Type != TokenType.DoubleDash).ToHashSet(ReferenceEqualityComparer.Instance);
        var arguments = parsed.CommandResult.Children.OfType<ArgumentResult>().SelectMany(result => result.Tokens).Where(token => !files.Contains(token)).Select(token => token.Value);
        return arguments.Where(text => text is ['-', _, ..] && !File.Exists(text) && !Directory.Exists(text)).Select(text => InWords(text.Split('=')[0], parsed));
    }

    private static string InWords(string text, ParseResult parsed)
    {
        var known = parsed.CommandResult.Command.Options.Concat(parsed.RootCommandResult.Command.Options).Select(option => option.Name);
        var nearest = known.Where(name => name.StartsWith("--", StringComparison.Ordinal)).MinBy(name => Distance(text, name));
        var hint = nearest is not null && Distance(text, nearest) <= TypingError ? $"did you mean {nearest}?" : "--help tells the options.";
        return $"{text}: there is no such option, and no such file or folder; {hint}";
    }

    // Letters to insert, remove or replace.
    private static int Distance(string from, string to)
    {
        var row = Enumerable.Range(0, to.Length + 1).ToArray();
        for (var i = 1; i <= from.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= to.Length; j++)
            {
                var above = row[j];
                row[j] = Math.Min(Math.Min(row[j], row[j - 1]) + 1, diagonal + (from[i - 1] == to[j - 1] ? 0 : 1));
                diagonal = above;
            }
        }

        return row[^1];
    }
}
