using Akka.Actor;
using Akka.Configuration;

namespace ActorInference.Akka.Tests.Predicting;

/// <summary>What docs/akka.md shows of predictors is what there is.</summary>
public sealed class PageTests : AkkaPredictorTest
{
    private static string Page { get; } = File.ReadAllText(Path.Combine(TestData.Repository, "docs", "akka.md"));

    [Fact]
    public void Code_in_the_page_is_the_code_here_word_for_word()
    {
        var code = Squeezed(File.ReadAllText(Path.Combine(TestData.Repository, "tests", "ActorInference.Akka.Tests", "Predicting", $"{nameof(PageTests)}.cs")));
        Assert.Contains(Squeezed(Block("csharp", "AkkaPredictor.OpenAsync(system, sessions")), code, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Code_in_the_page_predicts() =>
        Assert.Equal("float32 [1,4]", await PredictAsync(System, Sessions, Model("style"), Input(1), default));

    [Fact]
    public void Defaults_in_the_page_are_those_that_are_used()
    {
        using var stream = typeof(AkkaDefaults).Assembly.GetManifestResourceStream("lanes.conf")!;
        var defaults = new StreamReader(stream).ReadToEnd();
        Assert.EndsWith(Block("hocon", "lane-dispatcher {"), defaults, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Deployment_in_the_page_is_accepted()
    {
        Configure(Block("hocon", "akka.actor.deployment"));
        Sessions.Devices = [DeviceId.Cpu, new("cuda")];
        var predictor = await OpenAsync(Options with { Placement = Placement.Parse("cpu+cuda:0"), Lanes = 1, AllowOversubscription = true }, "style");
        var plans = (await SnapshotAsync(predictor)).Pools.Select(pool => (pool.Device.ToString(), pool.Plan.Lanes));
        Assert.Equal([("cpu", 2), ("cuda:0", 1)], plans);
    }

    [Fact]
    public void Time_in_the_page_is_the_phases() => Assert.Equal(
        TimeSpan.FromSeconds(30),
        ConfigurationFactory.ParseString(Block("hocon", "coordinated-shutdown")).GetTimeSpan("akka.coordinated-shutdown.phases.service-stop.timeout"));

    private static async Task<string> PredictAsync(ActorSystem system, ISessionFactory sessions, ModelSource model, Tensor tensor, CancellationToken cancel)
    {
        var options = new PredictorOptions { Lanes = 2, Batch = new() { MaxSize = 8 } };
        if (!(await AkkaPredictor.OpenAsync(system, sessions, model, options, "style", cancel: cancel)).TryGet(out var predictor, out var failure)) return failure.Message;
        await using (predictor)
        {
            var outcome = await predictor.PredictAsync(tensor, new() { Deadline = TimeSpan.FromSeconds(1) }, cancel);
            if (!outcome.TryGet(out var prediction, out failure)) return failure.Message;
            using (prediction) return $"{prediction.Tensor}";
        }
    }

    private static string Block(string language, string part) => Page.Split($"```{language}\n").Skip(1).Select(block => block.Split("```")[0]).First(block => block.Contains(part, StringComparison.Ordinal));

    private static string Squeezed(string code) => string.Join('\n', code.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
}
