using System.Text;
using ActorInference.Configuration;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace ActorInference.Akka.Tests.Documents;

/// <summary>What docs/cluster.md shows is so.</summary>
[Collection(nameof(Alone))]
public sealed class ClusterDocumentTests
{
    private const string Begin = "<!-- The tables below are made from src/ActorInference.Akka/Configuration/reference.conf. -->\n";

    private static readonly string Document = Path.Combine(TestData.Repository, "docs", "cluster.md");

    [Fact]
    public void Code_for_a_system_of_ones_own_is_compiled()
    {
        var snippet = File.ReadAllLines(Path.Combine(TestData.Repository, "tests", "ActorInference.Akka.Tests", "Documents", "OwnSystemSnippet.cs"));
        var body = snippet.SkipWhile(line => !line.Contains("var config", StringComparison.Ordinal)).TakeWhile(line => !line.Contains("return", StringComparison.Ordinal)).Select(line => line.Trim());
        Assert.Contains($"```csharp\n{string.Join('\n', body)}\n```", File.ReadAllText(Document), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stream_is_compiled_and_runs()
    {
        var snippet = File.ReadAllText(Path.Combine(TestData.Repository, "tests", "ActorInference.Akka.Tests", "Documents", "ClusterStreamSnippet.cs"));
        var body = snippet.Split('\n').SkipWhile(line => line.Trim() != "{").Skip(1).SkipWhile(line => line.Trim() != "{").Skip(1).TakeWhile(line => !line.Contains("return", StringComparison.Ordinal)).Select(line => line.Trim());
        Assert.Contains($"```csharp\n{string.Join('\n', body)}\n```", await File.ReadAllTextAsync(Document), StringComparison.Ordinal);

        var system = ClusterSystem.Start(ClusterNode.Role);
        Assert.Equal([3, 4], await ClusterStreamSnippet.Run(system, [Tensor.From(new byte[] { 1 }, [1]), Tensor.From(new byte[] { 2 }, [1])]));
        await system.Terminate().WaitAsync(Until.Limit);
        system.Dispose();
    }

    [Fact]
    public async Task Code_for_a_system_of_ones_own_runs_with_the_configuration_beside_it()
    {
        var port = FreePort.Of("127.0.0.1");
        var hocon = Block("hocon", "akka.tcp://shop@").Replace("8110", $"{port}", StringComparison.Ordinal) + "akka { loglevel = OFF, stdout-loglevel = OFF, coordinated-shutdown.run-by-clr-shutdown-hook = off }";
        await using var predictor = new TestPredictor();
        var (system, result) = await OwnSystemSnippet.Run(hocon, predictor);
        Assert.Equal([3f, 5f, 7f, 9f], result);
        await system.Terminate().WaitAsync(Until.Limit);
        system.Dispose();
    }

    [Fact]
    public async Task Health_check_is_compiled_and_says_whether_there_is_a_node()
    {
        var code = await File.ReadAllTextAsync(Path.Combine(TestData.Repository, "tests", "ActorInference.Akka.Tests", "Documents", "FrontendHealth.cs"));
        Assert.Equal(code[code.IndexOf("internal sealed", StringComparison.Ordinal)..], Block("csharp", "class FrontendHealth"));

        await using var cluster = await TestCluster.Start(0);
        var check = new FrontendHealth(cluster.Frontend);
        Assert.Equal((HealthStatus.Unhealthy, "no node serves the model"), Told(await check.CheckHealthAsync(new())));
        cluster.Add();
        await cluster.Knows(1);
        Assert.Equal((HealthStatus.Healthy, "nodes: 1, waiting requests: 0"), Told(await check.CheckHealthAsync(new())));

        static (HealthStatus, string?) Told(HealthCheckResult result) => (result.Status, result.Description);
    }

    [Fact]
    public void Tables_are_those_of_the_reference()
    {
        // UPDATE_DOCUMENTS=1 dotnet test tests/ActorInference.Akka.Tests --filter ClusterDocument
        var text = File.ReadAllText(Document);
        var expected = text[..(text.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length)] + Tables();
        if (Environment.GetEnvironmentVariable("UPDATE_DOCUMENTS") == "1") File.WriteAllText(Document, expected);
        Assert.True(File.ReadAllText(Document) == expected, $"{Document} is not what reference.conf says; make it anew: UPDATE_DOCUMENTS=1 dotnet test tests/ActorInference.Akka.Tests --filter ClusterDocument");
    }

    [Theory]
    [InlineData("wire", typeof(WireOptions))]
    [InlineData("node", typeof(ClusterNodeOptions))]
    [InlineData("frontend", typeof(ClusterFrontendOptions))]
    [InlineData("pipeline", typeof(ClusterPipelineOptions))]
    public void Every_default_of_the_reference_is_that_of_the_options(string section, Type type)
    {
        var defaults = Activator.CreateInstance(type);
        var properties = type.GetProperties().ToDictionary(property => OptionsComparison.Kebab(property.Name), property => property.GetValue(defaults));
        var settings = Settings().Where(setting => setting.Section == section).ToDictionary(setting => setting.Key, setting => setting.Default);
        Assert.Equal(properties.Count, settings.Count);
        foreach (var (key, value) in properties)
        {
            var written = settings[settings.ContainsKey(key) ? key : key.Replace("-bytes", "-size", StringComparison.Ordinal)];
            object? read = value switch
            {
                TimeSpan => HoconUnits.TryDuration(written, out var duration) ? duration : written,
                long => HoconUnits.TrySize(written, out var size) ? size : written,
                int number when written.EndsWith('B') => HoconUnits.TrySize(written, out var size) ? (int)size : number,
                _ => written == "null" ? null : int.Parse(written),
            };
            Assert.Equal(value, read);
        }
    }

    private static string Block(string language, string part) => File.ReadAllText(Document).Split($"```{language}\n").Skip(1).Select(block => block.Split("```")[0]).Single(block => block.Contains(part, StringComparison.Ordinal));

    private static string Tables()
    {
        var text = new StringBuilder();
        var section = "";
        foreach (var setting in Settings())
        {
            if (setting.Section != section)
            {
                section = setting.Section;
                text.Append($"\n### `akka.actorinference.{section}`\n\n{setting.About}\n\n| key | default | unit, range | meaning |\n| --- | --- | --- | --- |\n");
            }

            text.Append($"| `{setting.Key}` | `{setting.Default}` | {setting.Range} | {setting.Meaning} |\n");
        }

        return text.ToString();
    }

    private static IEnumerable<(string Section, string About, string Key, string Default, string Range, string Meaning)> Settings()
    {
        var comment = new List<string>();
        var (section, about) = ("", "");
        var lines = File.ReadLines(Path.Combine(TestData.Repository, "src", "ActorInference.Akka", "Configuration", "reference.conf")).Select(line => line.Trim());
        foreach (var line in lines.SkipWhile(line => line != "actorinference {").Skip(1))
        {
            if (line.StartsWith('#'))
            {
                comment.Add(line[1..].Trim());
                continue;
            }

            if (line.EndsWith(" {", StringComparison.Ordinal)) (section, about) = (line[..^2], string.Join(' ', comment));
            else if (line.Contains(" = ", StringComparison.Ordinal)) yield return Setting(section, about, line, comment);
            comment.Clear();
        }
    }

    private static (string, string, string, string, string, string) Setting(string section, string about, string line, List<string> comment)
    {
        const string Mark = "Range: ";
        var range = comment.Find(text => text.StartsWith(Mark, StringComparison.Ordinal));
        Assert.True(range is not null, $"{line} has no line '{Mark}' above it");
        var (key, value) = (line[..line.IndexOf(" = ", StringComparison.Ordinal)], line[(line.IndexOf(" = ", StringComparison.Ordinal) + 3)..]);
        return (section, about, key, value, range[Mark.Length..], string.Join(' ', comment.Where(text => text != range)));
    }
}
