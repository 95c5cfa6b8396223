using ActorInference.Tests.Configuration.Layers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace ActorInference.Tests.Hosting;

/// <summary>What is added to a host, by which names, and how it is found.</summary>
public sealed class NameTests : HostTest
{
    [Fact]
    public async Task Predictors_of_the_configuration_are_keyed_services_with_their_own_options()
    {
        using var folder = new TemporaryFolder();
        var options = new ActorInferenceOptions
        {
            Predictors = new Dictionary<string, HostedPredictorOptions>
            {
                ["cartoon"] = new(folder.File("cartoon.onnx"), Options with { Lanes = 3 }),
                ["extra"] = new(folder.File("extra.onnx"), Options with { Batch = new() { MaxSize = 0 } }) { Required = false },
            },
        };
        var host = Build(_ => { }, options);
        await Soon(host.StartAsync());
        Assert.Equal(3, PredictorOf(host, "cartoon").Snapshot().Pools[0].Plan.Lanes);
        var predictors = host.Services.GetRequiredService<HostedPredictors>();
        Assert.Equal(["cartoon", "extra"], predictors.Names);
        Assert.Same(PredictorOf(host, "cartoon"), predictors["cartoon"]);
        Assert.Equal([true, false], predictors.Snapshot().Select(predictor => predictor.Snapshot is not null));
        Assert.Equal([null, ErrorKind.InvalidInput], predictors.Snapshot().Select(predictor => predictor.Failure?.Kind));
    }

    [Fact]
    public async Task Configuration_file_names_predictors_and_says_which_of_them_the_host_needs()
    {
        Sessions.OnOpen = (_, options) => options.Device == DeviceId.Cpu ? new(ErrorKind.NotFound, "there is no such file.") : null;
        var configuration = ConfigurationText.Load("""
            actorinference.predictor { device = fake, lanes = 2 }
            actorinference.predictors { cartoon { model = cartoon.onnx }, extra { model = extra.onnx, device = cpu, required = off } }
            """);
        var host = Build(_ => { }, configuration.Options);
        await Soon(host.StartAsync());
        var predictors = host.Services.GetRequiredService<HostedPredictors>().Snapshot();
        Assert.Equal([("cartoon", true, true), ("extra", false, false)], predictors.Select(predictor => (predictor.Name, predictor.IsRequired, predictor.Snapshot is not null)));
        Assert.Equal((Path.Combine("conf", "cartoon.onnx"), 2), (predictors[0].Model, predictors[0].Snapshot!.Pools[0].Plan.Lanes));
    }

    [Fact]
    public async Task Predictor_without_options_of_its_own_has_those_of_all()
    {
        var host = Build(add => add.AddPredictor("cartoon", Model("cartoon.onnx")), new() { Predictor = Options with { Lanes = 2 } });
        await Soon(host.StartAsync());
        Assert.Equal(2, PredictorOf(host, "cartoon").Snapshot().Pools[0].Plan.Lanes);
    }

    [Fact]
    public async Task Options_of_a_predictor_can_be_changed_by_code_before_the_start()
    {
        var host = Build(add => add.AddPredictor("cartoon", Model("cartoon.onnx")).ConfigurePredictor("cartoon", options => options with { Lanes = 4 }));
        await Soon(host.StartAsync());
        Assert.Equal(4, PredictorOf(host, "cartoon").Snapshot().Pools[0].Plan.Lanes);
    }

    [Theory]
    [InlineData("batching = off", true)]
    [InlineData("batching = on", false)]
    public async Task Manifest_beside_the_model_says_whether_requests_may_share_runs(string manifest, bool isOff)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("cartoon.conf"), manifest);
        var host = Build(add => add.AddPredictor("cartoon", ModelSource.File(folder.File("cartoon.onnx")), Options with { Batch = new() { MaxSize = 8 } }));
        await Soon(host.StartAsync());
        Assert.Equal(isOff, PredictorOf(host, "cartoon").WhyNoBatches is not null);
    }

    [Fact]
    public async Task Manifest_that_cannot_be_used_stops_the_start()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("cartoon.conf"), "batchng = off");
        var host = Build(add => add.AddPredictor("cartoon", ModelSource.File(folder.File("cartoon.onnx"))));
        var problem = await Assert.ThrowsAsync<InferenceException>(() => Soon(host.StartAsync()));
        Assert.StartsWith("predictor 'cartoon' cannot be opened: ", problem.Message, StringComparison.Ordinal);
        Assert.Contains("batchng", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Calls_add_up()
    {
        var host = Build(add =>
        {
            add.AddPredictor("cartoon", Model("cartoon.onnx"));
            add.Services.AddActorInference(new() { Predictor = Options with { Lanes = 2 } }).AddPredictor("anime", Model("anime.onnx"));
        });
        await Soon(host.StartAsync());
        Assert.Equal((1, 2), (PredictorOf(host, "cartoon").Snapshot().Pools[0].Plan.Lanes, PredictorOf(host, "anime").Snapshot().Pools[0].Plan.Lanes));
        Assert.Equal(2, Sessions.OpenNow);
    }

    [Fact]
    public void Name_that_is_taken_or_empty_is_refused_where_it_is_added()
    {
        var add = new ServiceCollection().AddActorInference();
        add.AddPredictor("cartoon", Model("cartoon.onnx")).AddPipeline("cartoons", (_, options) => Pipeline.Of<int>(options));
        var taken = Assert.Throws<ArgumentException>(() => add.Services.AddActorInference().AddPredictor("cartoon", Model("other.onnx")));
        Assert.StartsWith("There are two predictors called 'cartoon'; give one of them another name.", taken.Message, StringComparison.Ordinal);
        var pipeline = Assert.Throws<ArgumentException>(() => add.AddPipeline("cartoons", (_, options) => Pipeline.Of<string>(options)));
        Assert.StartsWith("There are two pipelines called 'cartoons'; give one of them another name.", pipeline.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => add.AddPredictor(" ", Model("other.onnx")));
        Assert.Throws<ArgumentException>(() => add.AddPipeline("", (_, options) => Pipeline.Of<int>(options)));
        add.AddPredictor("Cartoon", Model("other.onnx")); // capitals tell names apart
    }

    [Fact]
    public void Options_of_a_predictor_that_is_not_there_cannot_be_changed()
    {
        var add = new ServiceCollection().AddActorInference().AddPredictor("cartoon", Model("cartoon.onnx"));
        var problem = Assert.Throws<ArgumentException>(() => add.ConfigurePredictor("carton", options => options));
        Assert.StartsWith("No predictor is called 'carton' yet; there are cartoon.", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Predictor_that_nobody_added_is_an_error_that_names_those_there_are()
    {
        var host = Build(add => add.AddPredictor("cartoon", Model("cartoon.onnx")).AddPredictor("anime", Model("anime.onnx")));
        var problem = Assert.Throws<InferenceException>(() => PredictorOf(host, "carton"));
        Assert.Equal((ErrorKind.NotFound, "no predictor is called 'carton'; there are anime, cartoon."), (problem.Kind, problem.Message));
        Assert.Equal(0, Sessions.Opened);
    }

    [Fact]
    public void Predictor_of_the_host_s_own_stays_what_it_is()
    {
        using var own = Predictor.Open(Sessions, Model("own.onnx"), Options).Value;
        var host = Build(add => add.Services.AddKeyedSingleton("own", own));
        Assert.Same(own, PredictorOf(host, "own"));
    }
}
