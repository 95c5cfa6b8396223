using ActorInference.Akka.Tests.Streams;

namespace ActorInference.Akka.Tests.Documents;

/// <summary>What docs/akka.md shows of streams is so.</summary>
[Collection("pipelines")]
public sealed class StreamsDocumentTests : SessionTest
{
    private readonly Predictor _predictor;

    public StreamsDocumentTests() => _predictor = Predictor.Open(Sessions, Model("double.onnx"), Options, Time).Value;

    [Theory]
    [InlineData("var engine")]
    [InlineData("var flow")]
    public void Code_is_compiled(string begin)
    {
        var code = Squeezed(File.ReadAllText(Path.Combine(TestData.Repository, "tests", "ActorInference.Akka.Tests", "Documents", "StreamsSnippet.cs")));
        var page = File.ReadAllText(Path.Combine(TestData.Repository, "docs", "akka.md"));
        var block = page.Split("```csharp\n").Skip(1).Select(block => block.Split("```")[0]).Single(block => block.StartsWith(begin, StringComparison.Ordinal));
        Assert.Contains(Squeezed(block), code, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Code_runs()
    {
        var pipeline = Pipeline.Of<int>().Preprocess<Tensor>(number => Tensor.From([number, 0f, 0f, 0f], [1, 4])).Predict(_predictor, tensor => tensor).Postprocess<float>(predicted =>
        {
            using (predicted) return predicted.Tensor.Span<float>()[0];
        });
        Assert.Equal(10, await Soon(StreamsSnippet.Run(AkkaStreams.System, pipeline, Enumerable.Range(0, 10), new())));
        var (whole, steps) = await Soon(StreamsSnippet.Flows(AkkaStreams.System, pipeline, _predictor, Enumerable.Range(0, 10)));
        Assert.Equal(Enumerable.Range(0, 10).Select(number => (2f * number) + 1), whole.Select(outcome => outcome.Value));
        Assert.Equal(whole.Select(outcome => outcome.Value), steps.Select(outcome => outcome.Value));
    }

    protected override void Close() => _predictor.Dispose();

    private static string Squeezed(string code) => string.Join('\n', code.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
}
