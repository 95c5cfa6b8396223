using System.Text.RegularExpressions;

namespace ActorInference.Tests.Documents;

/// <summary>docs/troubleshooting.md has each kind of error, and quotes messages that there are.</summary>
public sealed partial class TroubleshootingTests
{
    private static readonly string[] Sections = File.ReadAllText(Path.Combine(TestData.Repository, "docs", "troubleshooting.md")).Split("\n## ")[1..];

    // A text that is put together of several, line by line, is one message.
    private static readonly string[] Sources =
    [
        .. Directory.GetFiles(Path.Combine(TestData.Repository, "src"), "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Split(Path.DirectorySeparatorChar).Contains("obj"))
            .Select(file => Joint().Replace(File.ReadAllText(file), "")),
    ];

    [Fact]
    public void Each_kind_has_its_section_in_order_with_its_status() =>
        Assert.Equal(Enum.GetValues<ErrorKind>().Select(kind => (kind.Name(), true)), Sections.Select(section => Head(section)));

    [Fact]
    public void Every_message_quoted_is_one_that_the_sources_have()
    {
        var messages = Sections.SelectMany(section => Quoted().Matches(section)).Select(row => row.Groups["message"].Value).ToArray();
        Assert.True(messages.Length > 30);
        Assert.Equal([], messages.Where(message => !IsThere(message)));
        Assert.All(Sections, section => Assert.Matches(Quoted(), section));
    }

    [Fact]
    public void A_message_that_there_is_not_is_found() => Assert.False(IsThere("the model … has no patience; …"));

    // The parts around what differs, all in one file.
    private static bool IsThere(string message)
    {
        var parts = message.Split('…', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return parts.Sum(part => part.Length) >= 8 && Array.Exists(Sources, source => parts.All(part => source.Contains(part, StringComparison.Ordinal)));
    }

    private static (string, bool) Head(string section)
    {
        var name = section.Split('\n')[0];
        var status = Enum.GetValues<ErrorKind>().Where(kind => kind.Name() == name).Select(kind => kind.HttpStatus()).SingleOrDefault();
        return (name, section.Contains($"HTTP {status}.", StringComparison.Ordinal));
    }

    [GeneratedRegex("""^\| `(?<message>[^`]+)` \|""", RegexOptions.ExplicitCapture | RegexOptions.Multiline, 10_000)]
    private static partial Regex Quoted();

    [GeneratedRegex("\"\\s*\\+ \\$?\"", RegexOptions.None, 10_000)]
    private static partial Regex Joint();
}
