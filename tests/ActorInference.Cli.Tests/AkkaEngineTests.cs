namespace ActorInference.Cli.Tests;

/// <summary><c>run --engine akka</c>.</summary>
public sealed class AkkaEngineTests : IDisposable
{
    private static readonly string Cluster = Path.Combine(TestData.Repository, "config", "cluster.conf");

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [AkkaFact]
    public async Task Engines_write_the_same_pictures_and_tell_the_same()
    {
        SamplePictures.WriteNegative(_folder.File("model.onnx"));
        for (var i = 0; i < 6; i++) SamplePictures.Write(_folder.File($"in/{i}.png"), 40 + i);
        File.WriteAllText(_folder.File("in/broken.png"), "broken");
        var embedded = await Run("embedded");
        var akka = await Run("akka");
        Assert.Equal((1, 1), (embedded.ExitCode, akka.ExitCode)); // the broken one
        foreach (var key in new[] { "items", "succeeded", "failed", "device", "lanes", "threads", "batches", "mode" }) Assert.Equal($"{embedded.Json[key]}", $"{akka.Json[key]}");
        Assert.Equal(embedded.Errors.Split('\n').Where(line => line.StartsWith("error:", StringComparison.Ordinal)), akka.Errors.Split('\n').Where(line => line.StartsWith("error:", StringComparison.Ordinal)));
        for (var i = 0; i < 6; i++) Assert.Equal(File.ReadAllBytes(_folder.File($"embedded/{i}.png")), File.ReadAllBytes(_folder.File($"akka/{i}.png")));
    }

    [AkkaFact]
    public async Task Run_joins_no_cluster_whatever_is_configured()
    {
        SamplePictures.WriteNegativeAndInputs(_folder);
        var finished = await Actorinfer.RunIn(_folder.Path, "run", "model.onnx", "a.png", "-o", "out", "--engine", "akka", "--config", Cluster);
        Assert.True(finished.ExitCode == 0, finished.ToString());
        Assert.True(File.Exists(_folder.File("out/a.png")));
        Assert.StartsWith("a run joins no cluster, whatever akka.actor.provider says: ", finished.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Engine_that_there_is_not_is_refused()
    {
        SamplePictures.WriteNegativeAndInputs(_folder);
        var finished = await Actorinfer.RunIn(_folder.Path, "run", "model.onnx", "a.png", "-o", "out", "--engine", "orleans");
        Assert.Equal((2, "error: --engine must be embedded or akka, not 'orleans'."), (finished.ExitCode, finished.Errors.Trim()));
    }

    [AkkaTheory]
    [InlineData("akka.actor.deployment { /any { router = no-such-pool } }", "Could not find type mapping for router alias [no-such-pool]. Did you forgot to install a specific router extension?")]
    [InlineData("akka.loglevel = LOUD", "Unknown LogLevel: \"LOUD\". Valid values are: \"DEBUG\", \"INFO\", \"WARNING\", \"ERROR\".")]
    [InlineData("akka.actor.default-dispatcher.type = NoSuch", "Could not resolve dispatcher type NoSuch for path akka.actor.default-dispatcher.")]
    [InlineData("akka.stream.materializer.initial-input-buffer-size = 0", "initialInputBufferSize must be > 0.")]
    public async Task What_akka_does_not_take_of_a_configuration_is_told_in_one_line(string settings, string words)
    {
        var finished = await RunWith(settings);
        Assert.Equal((2, "", $"error: the actor system cannot begin with what the section akka of the configuration says: {words}"), (finished.ExitCode, finished.Output, finished.Errors.TrimEnd()));
    }

    [AkkaTheory]
    [InlineData("akka.actorinference.wire.chunk-siz = 64KiB", "error: my.conf:1:1: akka.actorinference.wire.chunk-siz is no known key; did you mean akka.actorinference.wire.chunk-size?")]
    [InlineData("akka.actorinferense.wire.chunk-size = 64KiB", "error: my.conf:1:1: akka.actorinferense is nothing of Akka.NET's; did you mean akka.actorinference?")]
    public async Task What_is_wrong_in_our_part_of_akka_is_told_by_a_run_and_by_the_check_of_its_file(string settings, string error)
    {
        var finished = await RunWith(settings);
        Assert.Equal((2, "", error), (finished.ExitCode, finished.Output, finished.Errors.TrimEnd()));
        finished = await Actorinfer.RunIn(_folder.Path, "config", "check", "my.conf", "--json");
        Assert.Equal((2, error), (finished.ExitCode, finished.Errors.TrimEnd()));
        var file = finished.Json["files"]![0]!;
        Assert.False((bool)file["good"]!);
        var told = Assert.Single(file["errors"]!.AsArray())!;
        Assert.Equal(error, $"error: {told["file"]}:{told["line"]}:{told["column"]}: {told["message"]}");
    }

    [AkkaFact]
    public async Task Nothing_of_akka_s_is_on_standard_output_or_the_terminal_whatever_its_level()
    {
        const string Loud = "loglevel = DEBUG, stdout-loglevel = DEBUG, log-config-on-start = on, actor.debug { receive = on, autoreceive = on, lifecycle = on, event-stream = on, unhandled = on }";
        var finished = await RunWith($"akka {{ {Loud} }}", "--json", "--log", "akka.log", "--log-level", "debug");
        Assert.True(finished.ExitCode == 0, finished.ToString());
        Assert.Equal("akka", (string?)finished.Json["engine"]);
        Assert.DoesNotContain("akka", finished.Errors, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("[DEBUG]", finished.Errors, StringComparison.Ordinal);
        Assert.Contains("[DBG] Akka.Actor.ActorSystem: ", await File.ReadAllTextAsync(_folder.File("akka.log")), StringComparison.Ordinal);
    }

    [AkkaFact]
    public async Task Lanes_are_deployed_by_the_model_s_name_and_options_that_do_not_count_for_it_are_told()
    {
        const string Deployment = "akka.actor.deployment { /actorinference-model/cpu/lanes { nr-of-instances = 1 } }";
        var finished = await RunWith($"actorinference.predictor.allow-oversubscription = on\n{Deployment}", "--lanes", "2", "--json");
        Assert.True(finished.ExitCode == 0, finished.ToString());
        Assert.Equal((1, "akka"), ((int)finished.Json["lanes"]!, (string?)finished.Json["engine"]));
        Assert.Single(finished.Errors.Split('\n'), "akka.actor.deployment says nr-of-instances = 1 for cpu, which goes before the 2 of --lanes or actorinference.predictor.lanes");
    }

    [AkkaFact]
    public async Task More_lanes_than_cores_are_told_with_the_deployment_that_they_come_from()
    {
        var lanes = Environment.ProcessorCount + 1;
        var finished = await RunWith($"akka.actor.deployment {{ \"/*/cpu/lanes\" {{ nr-of-instances = {lanes} }} }}");
        Assert.Equal(2, finished.ExitCode);
        Assert.Contains($"{lanes} lanes x 1 thread need {lanes} cores; this process may use ", finished.Errors, StringComparison.Ordinal);
        Assert.EndsWith(" The number of lanes is nr-of-instances of /*/cpu/lanes in akka.actor.deployment.", finished.Errors.TrimEnd(), StringComparison.Ordinal);
    }

    private async Task<Finished> RunWith(string settings, params string[] arguments)
    {
        SamplePictures.WriteNegativeAndInputs(_folder);
        await File.WriteAllTextAsync(_folder.File("my.conf"), settings);
        return await Actorinfer.RunIn(_folder.Path, ["run", "model.onnx", "a.png", "-o", "out", "--engine", "akka", "--config", "my.conf", .. arguments]);
    }

    private async Task<Finished> Run(string engine) => await Actorinfer.RunIn(_folder.Path, "run", "model.onnx", "in", "-o", engine, "--engine", engine, "--json");
}
