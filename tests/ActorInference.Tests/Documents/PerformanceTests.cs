using System.Globalization;
using System.Text.RegularExpressions;

namespace ActorInference.Tests.Documents;

/// <summary>Pages on performance name commands that there are, and quote numbers that bench/results has.</summary>
public sealed partial class PerformanceTests
{
    [Fact]
    public void Every_command_of_the_page_is_one_of_the_bench()
    {
        var program = Read("bench", "ActorInference.Bench", "Program.cs");
        var commands = Command().Matches(Read("docs", "performance.md")).Select(row => row.Groups["name"].Value).ToArray();
        Assert.True(commands.Length >= 9);
        Assert.All(commands, command => Assert.Contains($"[\"{command}\"", program, StringComparison.Ordinal));
    }

    [Fact]
    public void Ratios_of_the_modes_are_those_of_the_results()
    {
        string[] variants = ["pipeline, async", "pipeline, batch of 4", "pipeline, sync", "(a) plain loop, default session"];
        var results = Read("bench", "results", "streams.md").Split("\n### ");
        var rows = Ratios().Matches(Read("docs", "choosing-a-mode.md"));
        Assert.Equal(3, rows.Count);
        foreach (Match row in rows)
        {
            var section = results.First(part => part.StartsWith($"{row.Groups["model"].Value}, ", StringComparison.Ordinal)).Split('\n');
            var measured = variants.Select(variant => section.Single(line => line.StartsWith($"| {variant} |", StringComparison.Ordinal)).Split('|')[3]);
            Assert.Equal(measured.Select(Rounded), row.Groups["ratio"].Captures.Select(ratio => ratio.Value));
        }
    }

    private static string Rounded(string ratio) => Math.Round(decimal.Parse(ratio, CultureInfo.InvariantCulture), 2, MidpointRounding.AwayFromZero).ToString("0.00", CultureInfo.InvariantCulture);

    private static string Read(params string[] path) => File.ReadAllText(Path.Combine([TestData.Repository, .. path]));

    [GeneratedRegex("""^\| `(?<name>[a-z-]+)( MODEL)?` \|""", RegexOptions.ExplicitCapture | RegexOptions.Multiline, 10_000)]
    private static partial Regex Command();

    [GeneratedRegex("""^\| (?<model>\w+)( \| (?<ratio>\d\.\d\d))+ \|\r?$""", RegexOptions.ExplicitCapture | RegexOptions.Multiline, 10_000)]
    private static partial Regex Ratios();
}
