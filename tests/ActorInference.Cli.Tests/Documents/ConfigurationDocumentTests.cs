using ActorInference.Configuration;

namespace ActorInference.Cli.Tests.Documents;

/// <summary>What docs/configuration.md shows is so.</summary>
public sealed class ConfigurationDocumentTests
{
    private static readonly string Document = File.ReadAllText(Path.Combine(TestData.Repository, "docs", "configuration.md"));

    [Fact]
    public void Code_is_compiled()
    {
        var snippet = File.ReadAllLines(Path.Combine(TestData.Repository, "tests", "ActorInference.Cli.Tests", "Documents", "ConfigurationSnippet.cs"));
        var body = snippet.SkipWhile(line => !line.Contains("Load(\"my.conf\"", StringComparison.Ordinal)).TakeWhile(line => !line.Contains("return", StringComparison.Ordinal)).Select(line => line.Trim());
        Assert.Contains($"```csharp\n{string.Join('\n', body)}\n```", Document, StringComparison.Ordinal);
    }

    [Fact]
    public void Example_is_good_and_says_what_is_told_of_it()
    {
        var example = Between("```hocon\n", "```");
        var sources = new ConfigurationSources { File = "my.conf", ReadFile = _ => example, Environment = new Dictionary<string, string>(), Cores = 2 };
        var configuration = ActorInferenceConfiguration.Load(sources).Value;
        Assert.Contains($"good; it says {configuration.Settings().Count(setting => !setting.IsDefault)} settings", Document, StringComparison.Ordinal);
        Assert.Equal(("models/cartoon.onnx", 8), (configuration.Options.Predictors["cartoon"].Model, configuration.Options.Predictors["cartoon"].Options.Batch.MaxSize));
        Assert.Contains($"{configuration.Find("actorinference.predictor.device")}               # {configuration.Find("actorinference.predictor.device")!.Position}\n", Document, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_deployment_is_named() =>
        Assert.All(Directory.GetFiles(Path.Combine(TestData.Repository, "config"), "*.conf"), path => Assert.Contains($"(../config/{Path.GetFileName(path)})", Document, StringComparison.Ordinal));

    private static string Between(string begin, string end)
    {
        var from = Document.IndexOf(begin, StringComparison.Ordinal) + begin.Length;
        return Document[from..Document.IndexOf(end, from, StringComparison.Ordinal)];
    }
}
