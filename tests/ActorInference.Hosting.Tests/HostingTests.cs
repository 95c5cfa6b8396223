using System.Net.Http.Json;
using ActorInference.Configuration;
using ActorInference.OnnxRuntime;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace ActorInference.Hosting.Tests;

/// <summary>A real host with a real model.</summary>
public sealed class HostingTests
{
    [Fact]
    public async Task The_documented_host_predicts_streams_says_that_it_is_well_and_stops()
    {
        using var folder = new TemporaryFolder();
        var path = folder.File("negate.onnx");
        File.WriteAllBytes(path, TestModel.Unary("Neg", "float32 [N]").Bytes);
        await using var app = DocumentedHost.Build(["--urls", "http://127.0.0.1:0", "--Logging:LogLevel:Default", "None"], path);
        await app.StartAsync();
        var predictor = app.Services.GetRequiredKeyedService<Predictor>("negate");
        using var client = new HttpClient { BaseAddress = new(app.Urls.Single()) };
        Assert.Equal("Healthy", await client.GetStringAsync("health/live"));
        Assert.Equal("Healthy", await client.GetStringAsync("health/ready"));
        var answer = await client.PostAsJsonAsync("negate", new float[] { 1, -2 });
        Assert.Equal("[-1,2]", await answer.Content.ReadAsStringAsync());
        Assert.True(SpinWait.SpinUntil(() => predictor.Snapshot().Succeeded > 10, TimeSpan.FromSeconds(30)), "the service does not stream");

        await app.StopAsync();
        var snapshot = predictor.Snapshot();
        Assert.Equal((HealthState.Stopped, 0, 0, 0L), (snapshot.State, snapshot.ItemsInFlight, snapshot.SessionsClosing, snapshot.Failed.GetValueOrDefault(ErrorKind.Cancelled)));
    }

    [Fact]
    public async Task Host_of_a_configuration_file_has_its_predictors()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder.File("negate.onnx"), TestModel.Unary("Neg", "float32 [N]").Bytes);
        File.WriteAllText(folder.File("my.conf"), "actorinference.predictors { negate { model = negate.onnx, lanes = 1 } }");
        var builder = Host.CreateEmptyApplicationBuilder(new());
        builder.Services.AddActorInference(ActorInferenceConfiguration.Load(folder.File("my.conf")).Value.Options).UseOnnxRuntime();
        using var host = builder.Build();
        await host.StartAsync();
        using (var prediction = host.Services.GetRequiredKeyedService<Predictor>("negate").Predict(Tensor.From([1f, -2f], [2])).Value) Assert.Equal([-1f, 2f], prediction.Tensor.Span<float>());
        await host.StopAsync();
    }

    [Fact]
    public async Task Model_that_is_not_there_stops_the_start_with_one_line()
    {
        var builder = Host.CreateEmptyApplicationBuilder(new());
        builder.Services.AddActorInference().UseOnnxRuntime().AddPredictor("negate", ModelSource.File("nowhere/negate.onnx"));
        using var host = builder.Build();
        var problem = await Assert.ThrowsAsync<InferenceException>(() => host.StartAsync());
        Assert.Equal(ErrorKind.NotFound, problem.Kind);
        Assert.StartsWith("predictor 'negate' cannot be opened: nowhere/negate.onnx", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Sessions_that_were_added_before_stay()
    {
        var sessions = new FakeSessionFactory();
        var services = new ServiceCollection().AddSingleton<ISessionFactory>(sessions);
        services.AddActorInference().UseOnnxRuntime();
        using var provider = services.BuildServiceProvider();
        Assert.Same(sessions, provider.GetRequiredService<ISessionFactory>());
    }

    [Fact]
    public void Code_in_the_document_is_the_code_here_word_for_word()
    {
        var document = File.ReadAllText(Path.Combine(TestData.Repository, "docs", "hosting.md"));
        var folder = Path.Combine(TestData.Repository, "tests", "ActorInference.Hosting.Tests");
        var code = new[] { nameof(DocumentedHost), nameof(Negating) }.Select(name => Squeezed(File.ReadAllText(Path.Combine(folder, $"{name}.cs")))).ToArray();
        var blocks = document.Split("```csharp\n").Skip(1).Select(block => Squeezed(block.Split("```")[0])).ToArray();
        Assert.Equal(2, blocks.Length);
        Assert.All(blocks, block => Assert.Contains(code, file => file.Contains(block, StringComparison.Ordinal)));
    }

    private static string Squeezed(string code) => string.Join('\n', code.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
}
