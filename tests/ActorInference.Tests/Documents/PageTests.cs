using ActorInference.Tests.Predicting;

namespace ActorInference.Tests.Documents;

/// <summary>The code of the pages that help to choose, compiled and run: each page has it word for word.</summary>
public sealed class PageTests : PredictorTest
{
    [Theory]
    [InlineData("choosing-a-mode.md", 1)]
    [InlineData("devices-and-threads.md", 2)]
    [InlineData("memory.md", 1)]
    [InlineData("supervision.md", 2)]
    public void Code_in_a_page_is_the_code_here_word_for_word(string page, int count)
    {
        var document = File.ReadAllText(Path.Combine(TestData.Repository, "docs", page));
        var code = Squeezed(File.ReadAllText(Path.Combine(TestData.Repository, "tests", "ActorInference.Tests", "Documents", $"{nameof(PageTests)}.cs")));
        var blocks = document.Split("```csharp\n").Skip(1).Select(block => block.Split("```")[0]).ToArray();
        Assert.Equal(count, blocks.Length);
        Assert.All(blocks, block => Assert.Contains(Squeezed(block), code, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Groups_of_a_pipeline_give_an_outcome_for_each_item()
    {
        var predictor = Open();
        string[] files = ["1", "none", "2"];
        var written = new StringWriter();
        await StreamAsync(predictor, files, written);
        Assert.Equal(["3", "'none' is no number.", "5"], written.ToString().Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public async Task A_placement_takes_the_first_device_that_works_and_says_which()
    {
        using var folder = new TemporaryFolder();
        Assert.Equal($"cpu: {ThreadPlan.For(DeviceId.Cpu, ThreadGoal.Throughput).Value}", await PlaceAsync(Sessions, folder.File("model.onnx")));
    }

    [Fact]
    public void Plans_are_what_the_page_says() => Assert.Equal("4 lanes x 2 threads on 8 cores", Plan(new StringWriter()));

    [Fact]
    public void Options_that_pages_show_are_accepted()
    {
        var (small, _) = Small();
        Open(small with { Placement = new([Fake]) });
        Open(Options with { Supervision = Strict() });
    }

    [Fact]
    public void A_predictor_that_works_has_nothing_to_say() => Assert.Equal("", WhyNotReady(Open()));

    private static async Task StreamAsync(Predictor predictor, string[] files, StringWriter Console)
    {
        var pipeline = Pipeline.Of<string>(PipelineOptions.Batch(4))
            .Preprocess(Read)
            .Predict(predictor, tensor => tensor)
            .Postprocess(Write);
        await foreach (var outcome in pipeline.RunAsync(files)) Console.WriteLine(outcome.Failure?.Message ?? $"{outcome.Value}");
    }

    private static Outcome<Tensor> Read(string file) =>
        float.TryParse(file, out var number) ? Tensor.From([number, number, number, number], [1, 4]) : new Failure(ErrorKind.InvalidInput, $"'{file}' is no number.");

    private static Outcome<float> Write(Predicted<Tensor> predicted)
    {
        using (predicted) return predicted.Tensor.Span<float>()[0];
    }

    private static async Task<string> PlaceAsync(FakeSessionFactory sessions, string path)
    {
        var options = new PredictorOptions { Placement = Placement.Parse("cuda:0, cpu") };
        if (!Predictor.Open(sessions, ModelSource.File(path), options).TryGet(out var predictor, out var failure)) return failure.Message;
        await using (predictor) return $"{predictor.Snapshot().Pools[0].Device}: {predictor.Snapshot().Pools[0].Plan}";
    }

    private static string Plan(StringWriter Console)
    {
        var plan = ThreadPlan.For(DeviceId.Cpu, ThreadGoal.Throughput, lanes: null, threadsPerLane: 2, cores: 8).Value;
        Console.WriteLine(plan); // 4 lanes x 2 threads on 8 cores
        return Console.ToString().Trim();
    }

    private static (PredictorOptions Predictor, PipelineOptions Pipeline) Small()
    {
        var predictor = new PredictorOptions
        {
            Lanes = 1,
            Admission = new() { MaxItems = 4, MaxBytes = 64 << 20 },
            Session = new() { UseArena = false },
        };
        var pipeline = new PipelineOptions { Parallelism = 1, MaxItemsInFlight = 2, MaxBytesInFlight = 64 << 20 };
        return (predictor, pipeline);
    }

    private static SupervisionOptions Strict()
    {
        var supervision = new SupervisionOptions { FirstBackoff = TimeSpan.FromSeconds(1), MaxRestarts = 3, Watchdog = TimeSpan.FromSeconds(30) };
        return supervision;
    }

    private static string WhyNotReady(Predictor predictor)
    {
        var snapshot = predictor.Snapshot();
        if (snapshot.State is HealthState.Ready) return "";
        var pool = snapshot.Pools[0];
        return $"{pool.Device} is {pool.State} after {pool.Restarts} restarts: {pool.LastFailure?.Message}; {snapshot.LanesStillHanging} lanes hang";
    }

    private static string Squeezed(string code) => string.Join('\n', code.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
}
