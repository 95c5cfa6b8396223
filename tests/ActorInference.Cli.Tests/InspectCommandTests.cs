namespace ActorInference.Cli.Tests;

public sealed class InspectCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task File_signature_and_metadata_are_shown()
    {
        Model(new TestModel().Input("x", "float32 [N,?,4]").Input("w", "float32 [4]").Initializer("w", [1f, 2, 3, 4], 4).Output("y", "sequence(float32 [N,?,4])").Output("z", "float32 [...]")
            .Node("SequenceConstruct", ["x"], ["y"]).Node("Mul", ["x", "w"], ["z"])
            .Describe("org.example", "first line\nsecond \u001b[31mline", 7).Metadata("author", "somebody").Metadata("long", new string('a', 500)));
        var text = await Inspect();
        Assert.True(text.ExitCode == 0, text.ToString());
        Assert.Empty(text.Errors);
        foreach (var line in new[]
        {
            "  file        model.onnx", "  IR version  9", "  opsets      ai.onnx 17, ai.onnx.ml 2", "  producer    tests", "  graph       2 nodes, 1 initializers",
            "  x  float32 [N,?,4]", "  w  float32 [4]", "  y  sequence(float32 [N,?,4])", "  z  float32 [N,?,4]",
            "  description  first line second \uFFFD[31mline", "  domain       org.example", "  version      7", "  \"author\"     somebody",
        })
        {
            Assert.Contains(line + Environment.NewLine, text.Output, StringComparison.Ordinal);
        }

        var json = (await Inspect("--json")).Json;
        Assert.Equal("""[{"name":"x","type":"float32","shape":["N",null,4]}]""", json["inputs"]!.ToJsonString());
        Assert.Equal("""[{"name":"w","type":"float32","shape":[4]}]""", json["overridableInitializers"]!.ToJsonString());
        Assert.Equal("""[{"name":"y","type":"sequence(float32 [N,?,4])"},{"name":"z","type":"float32","shape":["N",null,4]}]""", json["outputs"]!.ToJsonString());
        Assert.Equal((9, 17, 2, 1), ((int)json["file"]!["irVersion"]!, (int)json["file"]!["opsets"]!["ai.onnx"]!, (int)json["file"]!["nodes"]!, (int)json["file"]!["initializers"]!));
        Assert.Equal(new string('a', 500), (string?)json["metadata"]!["custom"]!["long"]);
        Assert.Equal("first line\nsecond \u001b[31mline", (string?)json["metadata"]!["description"]);
        Assert.Null(json["manifest"]);
        Assert.Null(json["pictures"]);
    }

    [Fact]
    public async Task Version_that_no_model_states_is_not_shown()
    {
        Model(TestModel.Unary("Neg", "float32 [N]"));
        Assert.DoesNotContain("version  ", (await Inspect()).Output.Replace("IR version", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Equal(0, (int)(await Inspect("--json")).Json["metadata"]!["version"]!);
    }

    [Fact]
    public async Task Manifest_and_the_preparation_that_follows_from_it_are_shown()
    {
        Model(TestModel.Unary("Neg", "float32 [N,3,H,W]"));
        Manifest("name = Negative\nlicence = CC0-1.0\npicture { range = \"-1..1\", multiple = 8, fill = [1, 2, 3] }");
        var text = await Inspect();
        Assert.True(text.ExitCode == 0, text.ToString());
        foreach (var line in new[] { "  name              Negative", "  licence           CC0-1.0", "  task              not stated", "  picture.range     -1..1", "  picture.fill      [1, 2, 3]" })
        {
            Assert.Contains(line + Environment.NewLine, text.Output, StringComparison.Ordinal);
        }

        var json = (await Inspect("--json")).Json;
        Assert.Equal("-1..1", (string?)json["manifest"]!["picture"]!["range"]);
        Assert.Equal("""["1","2","3"]""", json["manifest"]!["picture"]!["fill"]!.ToJsonString());
        Assert.Contains("-1..1", (string)json["pictures"]!["preparation"]!, StringComparison.Ordinal);
        Assert.Equal("""["colors RGB"]""", json["pictures"]!["assumed"]!.ToJsonString());
    }

    [Fact]
    public async Task Preparation_without_a_manifest_names_what_was_assumed()
    {
        Model(new TestModel().Input("x", "float32 [N,3,H,W]").Input("exposure", "float32 [1]").Output("y", "float32 [N,3,H,W]").Node("Mul", ["x", "exposure"], ["y"]));
        var pictures = (await Inspect("--json")).Json["pictures"]!;
        Assert.Equal("""["colors RGB","range 0..1"]""", pictures["assumed"]!.ToJsonString());
        Assert.Equal("""["exposure"]""", pictures["otherInputs"]!.ToJsonString());
    }

    [Theory]
    [InlineData("colour = blue", "colour")]
    [InlineData("picture { layout = NCWH }", "NCWH")]
    [InlineData("name = [", "model.conf")]
    public async Task Manifest_that_cannot_be_used_is_an_error_and_the_model_is_shown_all_the_same(string manifest, string word)
    {
        Model(TestModel.Unary("Neg", "float32 [N,3,H,W]"));
        Manifest(manifest);
        var finished = await Inspect("--json");
        Assert.True(finished.ExitCode == 2, finished.ToString());
        Assert.Contains(word, (string)finished.Json["error"]!["message"]!, StringComparison.Ordinal);
        Assert.Single(finished.Json["inputs"]!.AsArray());
    }

    [Fact]
    public async Task Model_that_the_runtime_cannot_load_is_shown_as_far_as_its_header_goes()
    {
        Model(new TestModel().Input("x", "float32 [1]").Output("y", "float32 [1]").Node("nobody.knows", "Nothing", ["x"], ["y"]));
        var finished = await Inspect("--json");
        Negative.Check(finished);
        Assert.Equal(1, (int)finished.Json["file"]!["nodes"]!);
        Assert.Contains("nobody.knows", (string)finished.Json["error"]!["message"]!, StringComparison.Ordinal);
        Assert.Contains("graph       1 nodes", (await Inspect()).Output, StringComparison.Ordinal);
    }

    [DataFact]
    public async Task Every_file_that_is_no_model_is_one_line_and_exit_code_2()
    {
        foreach (var path in Directory.GetFiles(TestData.Path("negative"))) Negative.Check(await Actorinfer.Run("inspect", path, "--json"));
        Negative.Check(await Actorinfer.Run("inspect", "missing.onnx", "--json"));
        Negative.Check(await Actorinfer.Run("inspect", ".", "--json"));
    }

    [DataFact]
    public async Task Git_lfs_pointer_is_called_that()
    {
        var finished = await Actorinfer.Run("inspect", TestData.Path("negative/git_lfs_pointer.onnx"));
        Assert.Contains("Git LFS pointer", Assert.Single(finished.Errors.TrimEnd().Split('\n')), StringComparison.Ordinal);
        Assert.Empty(finished.Output);
    }

    private Task<Finished> Inspect(params string[] more) => Actorinfer.RunIn(_folder.Path, ["inspect", "model.onnx", .. more]);

    private void Model(TestModel model) => File.WriteAllBytes(_folder.File("model.onnx"), model.Bytes);

    private void Manifest(string text) => File.WriteAllText(_folder.File("model.conf"), text);
}
