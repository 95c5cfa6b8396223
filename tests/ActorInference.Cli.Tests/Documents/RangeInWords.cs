using System.Globalization;
using System.Text.RegularExpressions;

namespace ActorInference.Cli.Tests.Documents;

/// <summary>Values that a range in words lets in, and such that it does not: its bounds, and what is just beyond.</summary>
internal static partial class RangeInWords
{
    public static IEnumerable<string> Within(string range)
    {
        if (range.Contains("null: ", StringComparison.Ordinal)) yield return "null";
        var words = range.Split(';')[0];
        if (words.StartsWith("size or share", StringComparison.Ordinal)) foreach (var value in new[] { "1B", "100%", "3GiB" }) yield return value;
        else if (words.StartsWith("share", StringComparison.Ordinal)) foreach (var value in new[] { "0%", "0", "100%" }) yield return value;
        else if (words == "duration, 0 to 1m") foreach (var value in new[] { "0", "60s" }) yield return value;
        else if (words is "duration, above 0" or "duration, at least first-backoff") yield return "100ns";
        else if (words == "duration, 0 or more") yield return "0";
        else if (words.StartsWith("pixels", StringComparison.Ordinal)) foreach (var value in new[] { "1", "0.5MP" }) yield return value;
        else if (Bounds().Match(words) is { Success: true } bounds) foreach (var value in new[] { bounds.Groups["least"].Value, bounds.Groups["most"].Value }) yield return value;
        else if (Least().Match(words) is { Success: true } least) yield return least.Groups["least"].Value;
        else if (Choice().IsMatch(words)) foreach (var value in Choices(words)) yield return value;
    }

    public static IEnumerable<string> Outside(string range)
    {
        var words = range.Split(';')[0];
        if (words.StartsWith("object", StringComparison.Ordinal) || words.StartsWith("array", StringComparison.Ordinal) || words.StartsWith("names", StringComparison.Ordinal)) yield return "text";
        else yield return "[]";
        if (words.StartsWith("size or share", StringComparison.Ordinal)) foreach (var value in new[] { "0", "0%", "101%", "5", "-1B" }) yield return value;
        else if (words.StartsWith("share", StringComparison.Ordinal)) foreach (var value in new[] { "-1%", "101%" }) yield return value;
        else if (words == "duration, 0 to 1m") foreach (var value in new[] { "-1ms", "61s", "5" }) yield return value;
        else if (words is "duration, above 0") foreach (var value in new[] { "0", "-1s" }) yield return value;
        else if (words == "duration, at least first-backoff") yield return "0";
        else if (words == "duration, 0 or more") yield return "-1ms";
        else if (words.StartsWith("pixels", StringComparison.Ordinal)) foreach (var value in new[] { "0", "0MP", "-1MP" }) yield return value;
        else if (Bounds().Match(words) is { Success: true } bounds) foreach (var value in new[] { Number(bounds.Groups["least"]) - 1, Number(bounds.Groups["most"]) + 1 }) yield return $"{value}";
        else if (Least().Match(words) is { Success: true } least) foreach (var value in new[] { Number(least.Groups["least"]) - 1, 1L << 31 }) yield return $"{value}";
        else if (Choice().IsMatch(words)) yield return "nonsense";
    }

    private static string[] Choices(string words) => words.Replace(" or ", ", ", StringComparison.Ordinal).Split(", ");

    private static long Number(Group group) => long.Parse(group.Value, CultureInfo.InvariantCulture);

    [GeneratedRegex("^(?<least>[0-9]+) to (?<most>[0-9]+)(?: rows)?$", RegexOptions.NonBacktracking)]
    private static partial Regex Bounds();

    [GeneratedRegex("^(?<least>[0-9]+) or more$", RegexOptions.NonBacktracking)]
    private static partial Regex Least();

    [GeneratedRegex("^[a-z0-9]+(?:, [a-z0-9]+)* or [a-z0-9]+$", RegexOptions.NonBacktracking)]
    private static partial Regex Choice();
}
