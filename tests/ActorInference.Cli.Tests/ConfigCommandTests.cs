using System.Text.Json.Nodes;

namespace ActorInference.Cli.Tests;

public sealed class ConfigCommandTests : IDisposable
{
    private static readonly string Broken = Path.Combine(TestData.Repository, "tests", "ActorInference.Tests", "Configuration", "Broken");

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(256)]
    public async Task Deployments_of_this_repository_are_good_on_small_and_large_machines(int cores)
    {
        string[] files = ["HOCON.conf", .. Deployments()];
        var finished = await Actorinfer.Run(["config", "check", "--cores", $"{cores}", .. files]);
        Assert.True(finished.ExitCode == 0, finished.ToString());
        Assert.Empty(finished.Errors);
        Assert.Equal(files.Select(file => $"{file}: good; it says"), finished.Output.TrimEnd().Split('\n').Select(line => line[..(line.IndexOf(" says ", StringComparison.Ordinal) + 5)]));
    }

    [Fact]
    public async Task Section_of_the_application_is_let_be_where_it_is_named()
    {
        const string Sample = "samples/HostService/host-service.conf";
        var command = File.ReadLines(Path.Combine(TestData.Repository, Sample)).Single(line => line.StartsWith("#   actorinfer config check", StringComparison.Ordinal));
        var finished = await Actorinfer.Run(command["#   actorinfer ".Length..].Split(' '));
        Assert.True(finished.ExitCode == 0, finished.ToString());
        Assert.StartsWith($"{Sample}: good; it says ", finished.Output, StringComparison.Ordinal);

        finished = await Actorinfer.Run("config", "check", "--foreign", "urls", "--foreign", "shutdownTimeoutSeconds", Sample);
        Assert.Equal(2, finished.ExitCode);
        Assert.Contains(": restyling is no known key; ", finished.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void Deployments_say_in_their_head_when_and_how_to_use_them()
    {
        Assert.True(Deployments().Count() >= 5);
        foreach (var file in Deployments())
        {
            var head = File.ReadLines(Path.Combine(TestData.Repository, file)).TakeWhile(line => line.StartsWith('#')).ToList();
            Assert.True(head.Count >= 4, file);
            Assert.Contains(head, line => line.StartsWith("#   ", StringComparison.Ordinal) && line.Contains(file, StringComparison.Ordinal) && line.Contains("actorinfer ", StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task Broken_files_are_answered_line_by_line()
    {
        string[] files = [.. Directory.GetFiles(Broken, "*.conf").Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];
        Assert.True(files.Length > 20);
        var expected = string.Concat(files.SelectMany(file => File.ReadLines(Path.Combine(Broken, Path.ChangeExtension(file, ".errors")))).Select(line => $"error: {line}\n"));
        var finished = await Actorinfer.RunIn(Broken, ["config", "check", "--cores", "8", .. files]);
        Assert.Equal((2, "", expected), (finished.ExitCode, finished.Output, finished.Errors));
    }

    [Fact]
    public async Task Errors_are_objects_too_when_json_is_wanted()
    {
        Write("a.conf", "actorinference.video.qualty = 20\nactorinference.pictures.quality = 0");
        Write("b.conf", "actorinference.pictures.quality = 80");
        var finished = await Run("config", "check", "a.conf", "b.conf", "none.conf", "--json");
        Assert.Equal((2, 2), (finished.ExitCode, (int)finished.Json["exitCode"]!));
        var files = finished.Json["files"]!.AsArray();
        Assert.Equal([false, true, false], files.Select(file => (bool)file!["good"]!));
        Assert.Equal(["1:1", "2:35", ":"], files.SelectMany(file => file!["errors"]!.AsArray()).Select(error => $"{error!["line"]}:{error["column"]}"));
        Assert.Equal("actorinference.video.qualty is no known key; did you mean actorinference.video.quality?", (string?)files[0]!["errors"]![0]!["message"]);
        Assert.Equal("there is no such file.", (string?)files[2]!["errors"]![0]!["message"]);
        Assert.Equal(1, (int)files[1]!["settings"]!);
    }

    [Fact]
    public async Task Settings_of_akka_count_as_those_that_they_are()
    {
        Write("a.conf", "actorinference.pictures.quality = 80\nakka { loglevel = INFO, cluster { roles = [inference, zone-a], seed-nodes = [] } }");
        Assert.Equal("a.conf: good; it says 4 settings over the defaults\n", (await Run("config", "check", "a.conf")).Output);
    }

    [Fact]
    public async Task Without_a_file_the_environment_is_checked()
    {
        Assert.Equal("environment: good; it says 0 settings over the defaults\n", (await Run("config", "check")).Output);
        Write("a.conf", "actorinference.pictures.quality = 80");
        var finished = await RunWith(new() { ["ACTORINFERENCE_CONFIG"] = "a.conf", ["ACTORINFERENCE_PREDICTOR_LANS"] = "1" }, "config", "check");
        Assert.Equal((2, "error: environment variable ACTORINFERENCE_PREDICTOR_LANS: it sets nothing that there is; did you mean ACTORINFERENCE_PREDICTOR_LANES?\n"), (finished.ExitCode, finished.Errors));
        finished = await RunWith(new() { ["ACTORINFERENCE_PREDICTOR_LANS"] = "1" }, "config", "check", "a.conf");
        Assert.Equal("a.conf: good; it says 1 setting over the defaults\n", finished.Output);
    }

    [Fact]
    public async Task Cores_below_one_are_refused() => Assert.Equal("error: --cores must be 1 or more, not 0.\n", (await Run("config", "check", "--cores", "0")).Errors);

    [Fact]
    public async Task Settings_in_effect_are_shown_with_where_they_come_from()
    {
        Write("a.conf", "actorinference {\n  predictor.device = \"cuda:0, cpu\"\n  predictors.x { model = x.onnx }\n}");
        var finished = await RunWith(new() { ["ACTORINFERENCE_PREDICTOR_LANES"] = "1" }, "config", "show", "a.conf");
        Assert.True(finished.ExitCode == 0, finished.ToString());
        var lines = finished.Output.TrimEnd().Split('\n');
        Assert.Equal(
            [
                "actorinference.predictor.device = \"cuda:0, cpu\" # a.conf:2:3",
                "actorinference.predictor.lanes = 1 # environment variable ACTORINFERENCE_PREDICTOR_LANES",
                "actorinference.predictors.x.model = x.onnx # a.conf:3:18",
            ],
            lines.Where(line => !line.EndsWith("# default", StringComparison.Ordinal)).Select(line => string.Join(' ', line.Split(' ', StringSplitOptions.RemoveEmptyEntries))));
        Assert.Contains(lines, line => line.StartsWith("actorinference.pictures.pixel-limit = 100MP ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_is_shown_is_a_configuration_that_says_the_same()
    {
        Write("a.conf", "actorinference { predictor { outputs = [\"a b\", c], session.configuration-entries { x.y = \"1, 2\" } }, pipelines.\"a.b\" { ordered = off }, video.effort = small }");
        var shown = (await Run("config", "show", "a.conf")).Output;
        Write("b.conf", shown);
        var again = await Run("config", "show", "b.conf");
        Assert.True(again.ExitCode == 0, again.ToString());
        Assert.Equal(Settings(shown), Settings(again.Output));

        static IEnumerable<string> Settings(string text) => text.TrimEnd().Split('\n').Select(line => line[..line.IndexOf(" # ", StringComparison.Ordinal)].TrimEnd());
    }

    [Fact]
    public async Task Settings_are_objects_too_when_json_is_wanted()
    {
        Write("a.conf", "actorinference.predictor { outputs = [a], goal = latency }");
        var settings = (await Run("config", "show", "a.conf", "--json")).Json["settings"]!.AsArray();
        Assert.Equal(("latency", "a.conf:1:43"), (Value("goal"), (string?)Of("goal")["from"]));
        Assert.Equal("a", (string?)Of("outputs")["value"]![0]);
        Assert.Equal((null, "default"), (Value("lanes"), (string?)Of("lanes")["from"]));

        JsonNode Of(string key) => settings.Single(setting => (string?)setting!["key"] == $"actorinference.predictor.{key}")!;
        string? Value(string key) => (string?)Of(key)["value"];
    }

    [Fact]
    public async Task Broken_file_is_not_shown()
    {
        Write("a.conf", "actorinference.predictor.lanes = 0\nactorinference.predictor.goal = 0");
        var finished = await Run("config", "show", "a.conf", "--json");
        Assert.Equal((2, 2), (finished.ExitCode, finished.Json["errors"]!.AsArray().Count));
        Assert.Equal(2, finished.Errors.TrimEnd().Split('\n').Count(line => line.StartsWith("error: a.conf:", StringComparison.Ordinal)));
    }

    private static IEnumerable<string> Deployments() => Directory.GetFiles(Path.Combine(TestData.Repository, "config"), "*.conf").Order(StringComparer.Ordinal).Select(path => $"config/{Path.GetFileName(path)}");

    private void Write(string name, string text) => File.WriteAllText(_folder.File(name), text);

    private Task<Finished> Run(params string[] arguments) => Actorinfer.RunIn(_folder.Path, arguments);

    private Task<Finished> RunWith(Dictionary<string, string> environment, params string[] arguments) => Actorinfer.RunWith(_folder.Path, environment, arguments);
}
