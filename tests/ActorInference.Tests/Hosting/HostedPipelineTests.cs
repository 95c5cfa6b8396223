using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace ActorInference.Tests.Hosting;

/// <summary>Pipelines as services.</summary>
[Collection("pipelines")] // where threads of pipelines are counted
public sealed class HostedPipelineTests : HostTest
{
    [Fact]
    public async Task Pipeline_is_a_keyed_service_over_the_host_s_predictors()
    {
        var host = Build(add => add.AddPredictor("double", Model("double.onnx")).AddPipeline("numbers", Doubles));
        await Soon(host.StartAsync());
        var pipeline = host.Services.GetRequiredKeyedService<Pipeline<int, float>>("numbers");
        var results = new List<float>();
        await foreach (var outcome in pipeline.RunAsync(Enumerable.Range(1, 5), host.Services.GetRequiredService<KillSwitch>())) results.Add(outcome.Outcome.Value);
        Assert.Equal([3, 5, 7, 9, 11], results);
        Assert.Same(pipeline, host.Services.GetRequiredKeyedService<Pipeline<int, float>>("numbers"));
    }

    [Fact]
    public void Options_are_the_pipeline_s_own_else_those_of_all_on_the_host_s_clock()
    {
        var options = new ActorInferenceOptions
        {
            Predictor = Options,
            Pipeline = new() { Parallelism = 3 },
            Pipelines = new Dictionary<string, PipelineOptions> { ["own"] = new() { Parallelism = 7 } },
        };
        var host = Build(add => add.AddPipeline("own", Empty).AddPipeline("other", Empty), options);
        var (own, other) = (host.Services.GetRequiredKeyedService<Pipeline<int, int>>("own").Options, host.Services.GetRequiredKeyedService<Pipeline<int, int>>("other").Options);
        Assert.Equal((7, 3), (own.Parallelism, other.Parallelism));
        Assert.Same(Time, own.Time);
        Assert.Same(Time, other.Time);
    }

    [Fact]
    public void Clock_that_code_has_set_stays()
    {
        var own = new SteppedTime();
        var host = Build(add => add.AddPipeline("own", Empty), new() { Pipeline = new() { Time = own } });
        Assert.Same(own, host.Services.GetRequiredKeyedService<Pipeline<int, int>>("own").Options.Time);
    }

    [Fact]
    public async Task Pipeline_that_cannot_be_run_stops_the_start()
    {
        var host = Build(add => add.AddPipeline("numbers", Empty), new() { Pipeline = new() { Parallelism = 0 } });
        var problem = await Assert.ThrowsAsync<InferenceException>(() => Soon(host.StartAsync()));
        Assert.Equal((ErrorKind.InvalidInput, "pipeline 'numbers' cannot be run: a stage works on 1 item or more at once, not 0."), (problem.Kind, problem.Message));
    }

    [Fact]
    public async Task Stage_that_cannot_work_stops_the_start()
    {
        var host = Build(add => add.AddPipeline("numbers", (_, options) => Pipeline.Of<int>(options).Map("same", item => (Outcome<int>)item, new StageOptions { Parallelism = 0 })));
        var problem = await Assert.ThrowsAsync<InferenceException>(() => Soon(host.StartAsync()));
        Assert.StartsWith("pipeline 'numbers' cannot be run: ", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pipeline_over_a_predictor_that_nobody_added_stops_the_start()
    {
        var host = Build(add => add.AddPipeline("numbers", Doubles));
        var problem = await Assert.ThrowsAsync<InferenceException>(() => Soon(host.StartAsync()));
        Assert.Equal("pipeline 'numbers' cannot be run: no predictor is called 'double'; there are none.", problem.Message);
    }

    [Fact]
    public async Task Settings_of_a_pipeline_that_nobody_added_are_told()
    {
        var options = new ActorInferenceOptions { Pipelines = new Dictionary<string, PipelineOptions> { ["numbers"] = new(), ["nmbers"] = new() } };
        var host = Build(add => add.AddPipeline("numbers", Empty), options);
        await Soon(host.StartAsync());
        Assert.Equal("there are settings for a pipeline nmbers, but no such pipeline; there are numbers", Assert.Single(Log.Of(36)));
    }

    [Fact]
    public void Pipeline_that_nobody_added_is_an_error_that_names_those_there_are()
    {
        var host = Build(add => add.AddPipeline("numbers", Empty));
        var problem = Assert.Throws<InferenceException>(() => host.Services.GetRequiredKeyedService<Pipeline<int, int>>("number"));
        Assert.Equal((ErrorKind.NotFound, "no pipeline of these items and results is called 'number'; there are numbers."), (problem.Kind, problem.Message));
    }

    private static Pipeline<int, int> Empty(IServiceProvider services, PipelineOptions options) => Pipeline.Of<int>(options);

    private Pipeline<int, float> Doubles(IServiceProvider services, PipelineOptions options) => Pipeline.Of<int>(options)
        .Predict(services.GetRequiredKeyedService<Predictor>("double"), item => Input(item))
        .Postprocess(predicted =>
        {
            using (predicted.Prediction) return (Outcome<float>)predicted.Prediction.Tensor.Span<float>()[0];
        });
}
