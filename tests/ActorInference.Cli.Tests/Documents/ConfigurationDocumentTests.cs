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
        var configuration = Load(Between("```hocon\n", "```"));
        Assert.Contains($"good; it says {configuration.Settings().Count(setting => !setting.IsDefault)} settings", Document, StringComparison.Ordinal);
        Assert.Equal(8, configuration.Options.Predictor.Batch.MaxSize);
        Assert.Contains($"{configuration.Find("actorinference.predictor.device")}               # {configuration.Find("actorinference.predictor.device")!.Position}\n", Document, StringComparison.Ordinal);
    }

    [Fact]
    public void Example_of_a_named_predictor_is_good()
    {
        var named = Load(Between("```hocon\nactorinference.predictors {", "```", isBeginShown: true)).Options.Predictors["cartoon"];
        Assert.Equal(("models/cartoon.onnx", ThreadGoal.Latency), (named.Model, named.Options.Goal));
    }

    [Fact]
    public void Every_deployment_is_named() =>
        Assert.All(Directory.GetFiles(Path.Combine(TestData.Repository, "config"), "*.conf"), path => Assert.Contains($"(../config/{Path.GetFileName(path)})", Document, StringComparison.Ordinal));

    private static ActorInferenceConfiguration Load(string example) =>
        ActorInferenceConfiguration.Load(new ConfigurationSources { File = "my.conf", ReadFile = _ => example, Environment = new Dictionary<string, string>(), Cores = 2 }).Value;

    private static string Between(string begin, string end, bool isBeginShown = false)
    {
        var from = Document.IndexOf(begin, StringComparison.Ordinal) + (isBeginShown ? begin.IndexOf('\n', StringComparison.Ordinal) + 1 : begin.Length);
        return Document[from..Document.IndexOf(end, from, StringComparison.Ordinal)];
    }
}
