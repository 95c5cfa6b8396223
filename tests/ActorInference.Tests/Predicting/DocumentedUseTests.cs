namespace ActorInference.Tests.Predicting;

/// <summary>The code of docs/prediction.md, compiled and run: the document has it word for word.</summary>
public sealed class DocumentedUseTests : PredictorTest
{
    [Fact]
    public async Task Code_in_the_document_works()
    {
        Assert.Equal("3 after 0 ms of waiting", await PredictAsync(Input(1), CancellationToken.None));
        Assert.StartsWith("model: input 'x' is float32 [1], of rank 1", await PredictAsync(Tensor.From([1f], [1]), CancellationToken.None), StringComparison.Ordinal);
        Assert.Equal("", await ChangeAsync());
        Assert.Equal("0.5 became 2", Basics());
        Sessions.Script = _ => FakeBehaviour.Fail(ErrorKind.InvalidInput);
        Assert.StartsWith("invalid-input: ", Basics(), StringComparison.Ordinal);
    }

    [Fact]
    public void Code_in_the_document_is_the_code_here_word_for_word()
    {
        var document = File.ReadAllText(Path.Combine(TestData.Repository, "docs", "prediction.md"));
        var code = File.ReadAllLines(Path.Combine(TestData.Repository, "tests", "ActorInference.Tests", "Predicting", $"{nameof(DocumentedUseTests)}.cs")).Select(line => line.Trim()).ToHashSet();
        var blocks = document.Split("```csharp\n").Skip(1).Select(block => block.Split("```")[0]).ToArray();
        Assert.Equal(5, blocks.Length);
        Assert.All(blocks.SelectMany(block => block.Split('\n', StringSplitOptions.RemoveEmptyEntries)), line => Assert.Contains(line, code));
    }

    private async Task<string> PredictAsync(Tensor input, CancellationToken cancel)
    {
        var predictor = Open();
        var outcome = await predictor.PredictAsync(input, new() { Deadline = TimeSpan.FromSeconds(1), Priority = Priority.High }, cancel);
        if (!outcome.TryGet(out var prediction, out var failure)) return failure.Message;
        using (prediction) return $"{prediction.Tensor.Span<float>()[0]} after {prediction.Timing.Queue.TotalMilliseconds} ms of waiting";
    }

    private string Basics()
    {
        var predictor = Open();
        var input = Tensor.Allocate(ElementType.Float32, [1, 4]);
        input.Span<float>().Fill(0.5f);
        using var kept = input.Share();
        var answer = predictor.Predict(input);
        if (!answer.TryGet(out var result, out var why)) return why.ToString();
        using (result) return $"{kept.Span<float>()[0]} became {result.Tensor.Span<float>()[0]}";
    }

    private async Task<string> ChangeAsync()
    {
        using var folder = new TemporaryFolder();
        var (sessions, path, newer) = (Sessions, folder.File("model.onnx"), folder.File("newer.onnx"));
        var manifest = ModelManifest.Find(path).Value;
        var options = new PredictorOptions { Batch = new() { MaxSize = 8 }, Batching = manifest?.Batching ?? true };
        Open(options);
        await using var predictor = Predictor.Open(sessions, ModelSource.File(path), new() { Goal = ThreadGoal.Throughput }).Value;
        if (await predictor.SwapAsync(ModelSource.File(newer)) is { } why) return why.Message;
        if (predictor.ChangeLanes(DeviceId.Cpu, 1) is { } refused) return refused.Message;
        return "";
    }
}
