using ActorInference.Configuration;

namespace ActorInference.Tests.Configuration.Layers;

public sealed class LayeringTests
{
    [Fact]
    public void Command_line_goes_over_environment_over_file_over_default()
    {
        const string Key = "actorinference.predictor.batch.max-size";
        var sources = ConfigurationText.Sources(null);
        Assert.Equal((1, "built-in HOCON.conf", true), Of(sources));

        sources = sources with { Defaults = [new(Key, "2", "the command run")] };
        Assert.Equal((2, "the command run", true), Of(sources));

        sources = sources with { File = ConfigurationText.File, ReadFile = _ => "\nactorinference.predictor.batch.max-size = 3" };
        Assert.Equal((3, "conf/my.conf:2:1", false), Of(sources));

        sources = sources with { Environment = new Dictionary<string, string> { ["ACTORINFERENCE_PREDICTOR_BATCH_MAX_SIZE"] = "4" } };
        Assert.Equal((4, "environment variable ACTORINFERENCE_PREDICTOR_BATCH_MAX_SIZE", false), Of(sources));

        sources = sources with { Settings = [new(Key, "5", "--batch"), new(Key, "6", "--batch-again")] };
        Assert.Equal((6, "--batch-again", false), Of(sources));

        static (int, string, bool) Of(ConfigurationSources sources)
        {
            var configuration = ConfigurationText.Load(sources);
            var setting = configuration.Find(Key)!;
            var position = setting.Position.ToString();
            Assert.Equal($"{Key} = {configuration.Options.Predictor.Batch.MaxSize}", setting.ToString());
            return (configuration.Options.Predictor.Batch.MaxSize, position.StartsWith("built-in", StringComparison.Ordinal) ? setting.Position.File : position, setting.IsDefault);
        }
    }

    [Fact]
    public void File_is_named_by_the_environment_where_nobody_names_another()
    {
        var files = new Dictionary<string, string> { ["a.conf"] = "actorinference.pipeline.ordered = off", ["b.conf"] = "" };
        var sources = ConfigurationText.Sources(null) with
        {
            Environment = new Dictionary<string, string> { [ConfigurationSources.FileVariable] = "a.conf" },
            ReadFile = path => files.TryGetValue(path, out var text) ? text : (string?)null,
        };
        Assert.False(ConfigurationText.Load(sources).Options.Pipeline.Ordered);
        Assert.True(ConfigurationText.Load(sources with { File = "b.conf" }).Options.Pipeline.Ordered);
        files.Clear();
        Assert.Equal("a.conf: there is no such file, and ACTORINFERENCE_CONFIG names it.", Assert.Single(ConfigurationText.Errors(sources)).ToString());
        Assert.Equal("b.conf: there is no such file.", Assert.Single(ConfigurationText.Errors(sources with { File = "b.conf" })).ToString());
        Assert.Equal("--config: the name of the configuration file is empty.", Assert.Single(ConfigurationText.Errors(sources with { File = "" })).ToString());
    }

    [Fact]
    public void Named_predictors_have_what_all_have_and_their_own_over_that()
    {
        var predictors = ConfigurationText.Load("""
            actorinference {
              predictor { lanes = 2, batch { max-size = 8, within = 5ms } }
              predictors {
                plain { model = models/a.onnx }
                quick { model = /models/b.onnx, required = off, lanes = 1, batch.max-size = 1, goal = latency }
              }
            }
            """).Options.Predictors;
        Assert.Equal(["plain", "quick"], predictors.Keys);
        Assert.Equal((Path.Combine("conf", "models/a.onnx"), 2, 8), (predictors["plain"].Model, predictors["plain"].Options.Lanes, predictors["plain"].Options.Batch.MaxSize));
        Assert.Equal(("/models/b.onnx", 1, 1), (predictors["quick"].Model, predictors["quick"].Options.Lanes, predictors["quick"].Options.Batch.MaxSize));
        Assert.Equal([true, false], predictors.Values.Select(predictor => predictor.Required));
        Assert.Equal((ThreadGoal.Latency, TimeSpan.FromMilliseconds(5)), (predictors["quick"].Options.Goal, predictors["quick"].Options.Batch.Within));
    }

    [Fact]
    public void Named_pipelines_have_what_all_have_and_their_own_over_that()
    {
        var pipelines = ConfigurationText.Load("actorinference { pipeline.fail-fast = on, pipelines { a {}, b { fail-fast = off, mode = sync } } }").Options.Pipelines;
        Assert.Equal((true, null), (pipelines["a"].FailFast, pipelines["a"].MaxItemsInFlight));
        Assert.Equal((false, 1), (pipelines["b"].FailFast, pipelines["b"].MaxItemsInFlight));
    }

    [Fact]
    public void Model_counts_from_the_folder_of_the_file_that_names_it()
    {
        var files = new Dictionary<string, string>
        {
            ["conf/my.conf"] = "include \"models/all.conf\"\nactorinference.predictors.b.model = b.onnx",
            [Path.Combine("conf", "models/all.conf")] = "actorinference.predictors.a.model = a.onnx",
        };
        var sources = ConfigurationText.Sources("") with
        {
            ReadFile = path => files.TryGetValue(path, out var text) ? text : (string?)null,
            Settings = [new("actorinference.predictors.c.model", "c.onnx", "--model")],
        };
        Assert.Equal(
            [Path.Combine("conf/models", "a.onnx"), Path.Combine("conf", "b.onnx"), "c.onnx"],
            ConfigurationText.Load(sources).Options.Predictors.Values.Select(predictor => predictor.Model));
    }

    [Fact]
    public void Substitutions_see_the_defaults_and_the_environment()
    {
        var sources = ConfigurationText.Sources("""
            actorinference.predictor.batch.max-size = ${WORKERS}
            actorinference.pipeline.group-size = ${actorinference.predictor.batch.max-size}
            actorinference.pipeline.group-within = ${actorinference.predictor.supervision.first-backoff}
            """) with { Environment = new Dictionary<string, string> { ["WORKERS"] = "3" } };
        var options = ConfigurationText.Load(sources).Options;
        Assert.Equal((3, 3, TimeSpan.FromMilliseconds(100)), (options.Predictor.Batch.MaxSize, options.Pipeline.GroupSize, options.Pipeline.GroupWithin));
    }

    [Fact]
    public void Setting_from_a_variable_that_is_not_there_is_still_a_default()
    {
        var sources = ConfigurationText.Sources("actorinference.predictor.goal = ${?GOAL}");
        Assert.True(ConfigurationText.Load(sources).Find("actorinference.predictor.goal")!.IsDefault);
        var set = ConfigurationText.Load(sources with { Environment = new Dictionary<string, string> { ["GOAL"] = "latency" } });
        Assert.Equal(("conf/my.conf:1:1", ThreadGoal.Latency), (set.Find("actorinference.predictor.goal")!.Position.ToString(), set.Options.Predictor.Goal));
    }

    [Theory]
    [InlineData("mode = async", 1, null, true)]
    [InlineData("mode = sync", 1, 1, true)]
    [InlineData("mode = sync, max-items-in-flight = 3", 1, 3, true)]
    [InlineData("mode = batch", 4, null, true)]
    [InlineData("mode = batch, group-size = 7, ordered = off", 7, null, false)]
    public void Mode_is_where_the_other_settings_begin(string text, int groupSize, int? maxItems, bool ordered)
    {
        var pipeline = ConfigurationText.Load($"actorinference.pipeline {{ {text} }}").Options.Pipeline;
        Assert.Equal((groupSize, maxItems, ordered), (pipeline.GroupSize, pipeline.MaxItemsInFlight, pipeline.Ordered));
        Assert.Equal(text.StartsWith("mode = sync", StringComparison.Ordinal) ? 1 : Environment.ProcessorCount, pipeline.Parallelism);
    }

    [Fact]
    public void Every_setting_of_a_predictor_arrives()
    {
        var options = ConfigurationText.Load("""
            actorinference {
              predictor {
                device = "cuda:0+cuda:1, cpu", goal = latency, lanes = 2, threads-per-lane = 3, allow-oversubscription = on, batching = off, outputs = [b, a]
                batch { max-size = 4, max-bytes = 1MiB, within = 2ms }
                admission { max-items = 99, max-bytes = 50% }
                supervision { first-backoff = 1s, max-backoff = 2s, jitter = 0.5, max-restarts = 0, restart-window = 3s, watchdog = null, shutdown-patience = 0 }
                warm-up { batch-sizes = [1, 4], shapes = [{ x = [1, 3], y = [] }] }
                session {
                  optimization = basic, allow-spinning = on, use-arena = off, use-memory-pattern = off
                  provider-options { device_id = 1 }, free-dimensions { N = 2 }, configuration-entries { session.set_denormal_as_zero = 1, "a.b" = c }
                }
              }
            }
            """).Options;
        var expected = new PredictorOptions
        {
            Placement = Placement.Parse("cuda:0+cuda:1, cpu"),
            Goal = ThreadGoal.Latency,
            Lanes = 2,
            ThreadsPerLane = 3,
            AllowOversubscription = true,
            Batching = false,
            Outputs = ["b", "a"],
            Batch = new() { MaxSize = 4, MaxBytes = 1 << 20, Within = TimeSpan.FromMilliseconds(2) },
            Admission = new() { MaxItems = 99, MaxBytes = 4L << 30 },
            Supervision = new()
            {
                FirstBackoff = TimeSpan.FromSeconds(1),
                MaxBackoff = TimeSpan.FromSeconds(2),
                Jitter = 0.5,
                MaxRestarts = 0,
                RestartWindow = TimeSpan.FromSeconds(3),
                Watchdog = null,
                ShutdownPatience = TimeSpan.Zero,
            },
            WarmUp = new() { BatchSizes = [1, 4], Shapes = [new Dictionary<string, TensorShape> { ["x"] = [1, 3], ["y"] = [] }] },
            Session = new()
            {
                Optimization = GraphOptimization.Basic,
                AllowSpinning = true,
                UseArena = false,
                UseMemoryPattern = false,
                ProviderOptions = new Dictionary<string, string> { ["device_id"] = "1" },
                FreeDimensions = new Dictionary<string, long> { ["N"] = 2 },
                ConfigurationEntries = new Dictionary<string, string> { ["session.set_denormal_as_zero"] = "1", ["a.b"] = "c" },
            },
        };
        Assert.Empty(OptionsComparison.Differences(expected, options.Predictor));
    }

    [Fact]
    public void Every_setting_of_a_pipeline_arrives()
    {
        var options = ConfigurationText.Load(
            "actorinference.pipeline { parallelism = 5, ordered = off, group-size = 2, group-within = 1s, max-items-in-flight = 6, max-bytes-in-flight = 1GiB, fail-fast = on, progress-interval = 2s }").Options;
        var pipeline = new PipelineOptions
        {
            Parallelism = 5,
            Ordered = false,
            GroupSize = 2,
            GroupWithin = TimeSpan.FromSeconds(1),
            MaxItemsInFlight = 6,
            MaxBytesInFlight = 1 << 30,
            FailFast = true,
            ProgressInterval = TimeSpan.FromSeconds(2),
        };
        Assert.Empty(OptionsComparison.Differences(pipeline, options.Pipeline));
    }

    [Fact]
    public void Sections_of_others_are_left_to_them_and_sections_of_the_application_are_let_be()
    {
        var section = new ConfigurationSection<string?>("pictures", reader =>
        {
            foreach (var field in reader.Section.Fields) reader.Leave(field.Key);
            return reader.Word("quality", "none", "90", "80");
        });
        const string Text = "serilog { anything = [1] }, mine { x = 1 }, actorinference.pictures.quality = 80";
        var sources = ConfigurationText.Sources(Text) with { OtherSections = ["mine"] };
        Assert.Equal("80", ConfigurationText.Load(sources).Get(section).Value);
        Assert.Equal("80", ConfigurationText.Load(sources with { Sections = [section] }).Get(section).Value);

        var wrong = sources with { ReadFile = _ => "actorinference.pictures.quality = 70" };
        Assert.StartsWith("conf/my.conf:1:35: actorinference.pictures.quality is \"70\"", ConfigurationText.Load(wrong).Get(section).Failure?.Message);
        Assert.StartsWith("conf/my.conf:1:35: actorinference.pictures.quality is \"70\"", Assert.Single(ConfigurationText.Errors(wrong with { Sections = [section] })).ToString());
    }

    [Fact]
    public void All_errors_are_told_at_once_and_load_tells_the_first_with_their_number()
    {
        const string Text = "actorinference.predictor.lanes = none\nactorinference.pipeline.fial-fast = on\nactorinference.predictors.a.batch.max-size = 0";
        var errors = ConfigurationText.Errors(Text);
        Assert.Equal([1, 2, 3, 3], errors.Select(error => error.Line));
        Assert.Equal($"{errors[0]} And 3 more.", ActorInferenceConfiguration.Load(ConfigurationText.Sources(Text)).Failure?.Message);
    }

    [Fact]
    public void What_is_wrong_for_all_predictors_is_told_once()
    {
        var errors = ConfigurationText.Errors("""
            actorinference.predictor { lanes = 0, supervision.jitter = 2, batch.maxsize = 3 }
            actorinference.predictors { a { model = a.onnx }, b { model = b.onnx, lanes = -1 } }
            """);
        Assert.Equal(4, errors.Count);
        Assert.Contains("actorinference.predictors.b.lanes", errors[3].Message, StringComparison.Ordinal);
    }
}
