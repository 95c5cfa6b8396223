namespace ActorInference.Cli.Tests;

/// <summary><c>run</c> and <c>predict</c> begin with a configuration.</summary>
public sealed class ConfiguredRunTests : IDisposable
{
    private static readonly int Cores = Environment.ProcessorCount;

    private readonly TemporaryFolder _folder = new();

    public ConfiguredRunTests() => SamplePictures.WriteNegativeAndInputs(_folder);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Options_default_to_the_configuration_and_the_command_line_wins()
    {
        Write("actorinference { predictor { lanes = 1, threads-per-lane = 1 }, pipeline.mode = batch }");
        foreach (var finished in new[] { await Run([], "--config", "my.conf"), await Run(new() { ["ACTORINFERENCE_CONFIG"] = "my.conf" }) })
        {
            Assert.True(finished.ExitCode == 0, finished.ToString());
            Assert.Equal((1, 1, "batch"), ((int)finished.Json["lanes"]!, (int)finished.Json["threads"]!, (string?)finished.Json["mode"]));
        }

        var said = await Run([], "--config", "my.conf", "--mode", "async", "--lanes", $"{Cores}");
        Assert.Equal((Cores, 1, "async"), ((int)said.Json["lanes"]!, (int)said.Json["threads"]!, (string?)said.Json["mode"]));
        var all = await Run([], "--config", "my.conf", "--threads", "0");
        Assert.Equal((1, Cores), ((int)all.Json["lanes"]!, (int)all.Json["threads"]!));
    }

    [Fact]
    public async Task Predict_has_the_configuration_too_and_its_own_goal_where_that_says_none()
    {
        Write("actorinference.predictor.goal = throughput");
        Assert.Equal(Cores, (int)(await Predict([])).Json["threads"]!);
        Assert.Equal(Cores, (int)(await Predict([], "--config", "my.conf")).Json["lanes"]!);
        Write("actorinference.predictor.batch { max-size = 8, within = 1m }");
        Assert.DoesNotContain("--within", (await Predict([], "--config", "my.conf")).Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Environment_goes_over_the_file_and_below_the_command_line()
    {
        Write("actorinference.pipeline.mode = batch");
        var environment = new Dictionary<string, string> { ["ACTORINFERENCE_PIPELINE_MODE"] = "sync" };
        Assert.Equal("sync", (string?)(await Run(environment, "--config", "my.conf")).Json["mode"]);
        Assert.Equal("async", (string?)(await Run(environment, "--config", "my.conf", "--mode", "async")).Json["mode"]);
    }

    [Fact]
    public async Task Pictures_are_read_and_written_as_the_configuration_says()
    {
        Write("actorinference.pictures { pixel-limit = 1, quality = 1 }");
        var refused = await Run([], "--config", "my.conf");
        Assert.True(refused.ExitCode == 1, refused.ToString());
        Assert.Equal(0, (await Run([], "--config", "my.conf", "--pixel-limit", "1")).ExitCode);

        Write("actorinference.pictures.quality = 1");
        Assert.Equal(0, (await Run([], "--config", "my.conf", "--format", "jpg")).ExitCode);
        var low = new FileInfo(_folder.File("out/a.jpg")).Length;
        Assert.Equal(0, (await Run([], "--config", "my.conf", "--format", "jpg", "--quality", "100")).ExitCode);
        Assert.True(new FileInfo(_folder.File("out/a.jpg")).Length > low);
    }

    [Fact]
    public async Task What_is_wrong_is_one_line_with_its_place_and_nothing_is_begun()
    {
        Write("actorinference.predictor.lanes = none");
        foreach (var finished in new[] { await Run([], "--config", "my.conf"), await Predict([], "--config", "my.conf") })
        {
            Assert.Equal(2, finished.ExitCode);
            Assert.Equal("error: my.conf:1:34: actorinference.predictor.lanes is \"none\"; write a whole number of at least 1.\n", finished.Errors);
        }

        Assert.Equal("error: none.conf: there is no such file.\n", (await Run([], "--config", "none.conf")).Errors);
        Write("actorinference.predictor { lanes = none, goal = none }");
        Assert.Contains(" And 1 more; 'actorinfer config check' tells them all.", (await Run([], "--config", "my.conf")).Errors, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_folder.File("out")));
    }

    [Fact]
    public async Task Lanes_and_threads_above_the_cores_run_where_that_is_allowed()
    {
        Write("actorinference.predictor.allow-oversubscription = on");
        var finished = await Run([], "--config", "my.conf", "--lanes", $"{Cores + 1}");
        Assert.True(finished.ExitCode == 0, finished.ToString());
        Assert.Equal(Cores + 1, (int)finished.Json["lanes"]!);
    }

    [Fact]
    public async Task Predictors_and_pipelines_with_names_are_not_used_and_that_is_said()
    {
        const string Line = "not used here, for what has a name is for hosts: predictors.other, pipelines.live; this has what actorinference.predictor and actorinference.pipeline say\n";
        Write("actorinference { predictors.other { model = no-such.onnx }, pipelines.live.mode = batch }");
        foreach (var finished in new[] { await Run([], "--config", "my.conf"), await Predict([], "--config", "my.conf") })
        {
            Assert.True(finished.ExitCode == 0, finished.ToString());
            Assert.Contains(Line, finished.Errors, StringComparison.Ordinal);
        }

        Write("actorinference.predictor.lanes = 1");
        Assert.DoesNotContain("not used", (await Run([], "--config", "my.conf")).Errors, StringComparison.Ordinal);
    }

    [FfmpegFact]
    public async Task Videos_are_read_and_written_as_the_configuration_says()
    {
        var clip = Path.Combine(TestData.Repository, "samples", "media", "balloons.mp4");
        Write("actorinference.video { quality = 50, read-ahead = 1 }");
        Assert.Equal(0, (await Video("low.mp4")).ExitCode);
        Assert.Equal(0, (await Video("high.mp4", "--crf", "10")).ExitCode);
        Assert.True(new FileInfo(_folder.File("low.mp4")).Length < new FileInfo(_folder.File("high.mp4")).Length / 2);

        // Which has no quality: what the configuration says is for others, what the command line says is wrong.
        Assert.Equal(0, (await Video("moves.gif", "--every", "16")).ExitCode);
        Assert.Contains("has no quality (crf) to choose", (await Video("moves.gif", "--crf", "10")).Errors, StringComparison.Ordinal);

        Write("actorinference.video.pixel-limit = 1000");
        var refused = await Video("out.mp4");
        Assert.True(refused.ExitCode != 0, refused.ToString());
        Write("actorinference.video.ffmpeg.program = no-such-program");
        Assert.Contains("no-such-program", (await Video("out.mp4")).Errors, StringComparison.Ordinal);

        Task<Finished> Video(string output, params string[] options) => Actorinfer.RunIn(_folder.Path, ["run", "model.onnx", clip, "-o", output, "--config", "my.conf", .. options]);
    }

    private void Write(string text) => File.WriteAllText(_folder.File("my.conf"), text);

    private Task<Finished> Run(Dictionary<string, string> environment, params string[] options) => Actorinfer.RunWith(_folder.Path, environment, ["run", "model.onnx", "a.png", "-o", "out", "--json", .. options]);

    private Task<Finished> Predict(Dictionary<string, string> environment, params string[] options) => Actorinfer.RunWith(_folder.Path, environment, ["predict", "model.onnx", "x.npy", "--json", .. options]);
}
