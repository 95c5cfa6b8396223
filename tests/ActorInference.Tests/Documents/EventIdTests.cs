using System.Text.RegularExpressions;

namespace ActorInference.Tests.Documents;

/// <summary>Every message of the log has a number of its own, and a row in docs/hosting.md.</summary>
public sealed partial class EventIdTests
{
    private static readonly string[] Rows = File.ReadAllLines(Path.Combine(TestData.Repository, "docs", "hosting.md"));

    private static readonly string[] Sources =
    [
        .. Directory.GetFiles(Path.Combine(TestData.Repository, "src"), "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Split(Path.DirectorySeparatorChar).Contains("obj"))
            .Select(File.ReadAllText),
    ];

    private static readonly Match[] Messages = [.. Sources.SelectMany(source => Attributes().Matches(source))];

    [Fact]
    public void Every_message_of_the_log_has_a_number_that_no_other_has()
    {
        Assert.Equal(Sources.Sum(source => source.Split("[LoggerMessage(").Length - 1), Messages.Length); // none is written in another way
        Assert.All(Messages, message => Assert.True(message.Groups["id"].Success, $"{message.Value} has no event id"));
        Assert.Equal(Messages.Length, Messages.Select(message => message.Groups["id"].Value).Distinct().Count());
    }

    [Fact]
    public void Every_message_of_the_log_has_its_row_in_the_document_and_the_document_no_other()
    {
        foreach (var message in Messages)
        {
            var level = message.Groups["level"] is { Success: true, Value: var said } ? said.ToLowerInvariant() : "the library's";
            Assert.Single(Rows, row => row.StartsWith($"| {message.Groups["id"].Value} | {level} | ", StringComparison.Ordinal) && row.EndsWith($" | `{message.Groups["text"].Value}` |", StringComparison.Ordinal));
        }

        Assert.Equal(Messages.Length, Rows.Count(row => NumberedRow().IsMatch(row)));
    }

    [GeneratedRegex("""\[LoggerMessage\(((EventId = )?(?<id>\d+), )?(LogLevel\.(?<level>\w+), )?(EventName = "\w+", )?(Message = )?"(?<text>[^"\n]*)"\)\]""", RegexOptions.ExplicitCapture, 10_000)]
    private static partial Regex Attributes();

    [GeneratedRegex(@"^\| \d+ \| ", RegexOptions.ExplicitCapture, 10_000)]
    private static partial Regex NumberedRow();
}
