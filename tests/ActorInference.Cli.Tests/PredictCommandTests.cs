using System.Text.Json;
using System.Text.Json.Nodes;

namespace ActorInference.Cli.Tests;

public sealed class PredictCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public PredictCommandTests() =>
        Model("subtract.onnx", new TestModel().Input("a", "float32 [N,2]").Input("b", "float32 [N,2]").Input("scale", "float32 [1]").Initializer("scale", [1f], 1)
            .Output("difference", "float32 [N,2]").Output("scaled", "float32 [N,2]").Node("Sub", ["a", "b"], ["difference"]).Node("Mul", ["difference", "scale"], ["scaled"]));

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Files_without_names_go_to_the_inputs_in_order_and_outputs_take_the_format_of_the_first()
    {
        Write("a.npy", Tensor.From([5f, 6f], [1, 2]));
        Write("b.pb", Tensor.From([1f, 10f], [1, 2]));
        var finished = await Predict("subtract.onnx", "a.npy", "b.pb", "-o", "deep/out");
        Assert.True(finished.ExitCode == 0, finished.ToString());
        Assert.Equal([4f, -4f], Floats("deep/out/difference.npy"));
        Assert.Equal(["difference.npy", "scaled.npy"], Files("deep/out"));
        Assert.Contains("difference: float32 [1,2] -> ", finished.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Names_and_values_go_where_they_say_and_files_fill_what_is_left()
    {
        Write("one.json", Tensor.From([5f, 6f], [1, 2]));
        Write("two.json", Tensor.From([1f, 10f], [1, 2]));
        var finished = await Predict("subtract.onnx", "b=one.json", "two.json", "--set", "scale=[10]", "-o", "out", "--output", "scaled", "--format", "json");
        Assert.True(finished.ExitCode == 0, finished.ToString());
        Assert.Equal(["scaled.json"], Files("out"));
        Assert.Equal([-40f, 40f], Floats("out/scaled.json"));
    }

    [Fact]
    public async Task Overridable_initializer_can_come_from_a_file()
    {
        Write("a.npy", Tensor.From([5f, 6f], [1, 2]));
        Write("scale.npy", Tensor.From([3f], [1]));
        var finished = await Predict("subtract.onnx", "a.npy", "a.npy", "scale=scale.npy", "-o", "out", "--json");
        Assert.True(finished.ExitCode == 0, finished.ToString());
        Assert.Equal(3, finished.Json["inputs"]!.AsArray().Count);
    }

    [Fact]
    public async Task Without_a_folder_the_outputs_are_shown_in_short()
    {
        Write("x.npy", Tensor.From([1f, 2f, 3f, 4f, 5f, 6f], [6]));
        Model("identity.onnx", TestModel.Unary("Identity", "float32 [N]"));
        var finished = await Predict("identity.onnx", "x.npy");
        Assert.Equal(0, finished.ExitCode);
        Assert.Equal("y  float32 [6]  1, 2, 3, 4, 5, ...  (min 1, max 6, mean 3.5)", finished.Output.TrimEnd());
    }

    [Fact]
    public async Task Json_tells_of_inputs_and_outputs_and_stays_sound_with_values_that_json_lacks()
    {
        Write("x.npy", Tensor.From([float.NaN, float.PositiveInfinity], [2]));
        Model("identity.onnx", TestModel.Unary("Identity", "float32 [N]"));
        var json = (await Predict("identity.onnx", "x.npy", "--json")).Json;
        var output = Assert.Single(json["outputs"]!.AsArray())!;
        Assert.Equal(("y", "float32", "[2]", "NaN"), ((string?)output["name"], (string?)output["type"], output["shape"]!.ToJsonString(), (string?)output["max"]));
        Assert.Equal(("x", "cpu", "identity.onnx"), ((string?)json["inputs"]![0]!["name"], (string?)json["device"], (string?)json["model"]));
        Assert.True((double)json["seconds"]! > 0);
        Assert.Equal(0, (int)json["exitCode"]!);
    }

    [Theory]
    [InlineData("float32")]
    [InlineData("float64")]
    [InlineData("float16")]
    [InlineData("int8")]
    [InlineData("int64")]
    [InlineData("uint64")]
    [InlineData("bool")]
    [InlineData("string")]
    public async Task Every_type_is_shown_and_survives_the_way_from_npy_through_the_model_to_json_and_back(string type)
    {
        Assert.True(ElementTypes.TryParse(type, out var elementType));
        var json = elementType switch { ElementType.String => """["ü", ""]""", ElementType.Bool => "[true, false]", _ => "[1, 100]" };
        using (var document = JsonDocument.Parse(json)) Write("x.npy", JsonTensor.Read(document.RootElement, elementType).Value);
        Model("identity.onnx", TestModel.Unary("Identity", $"{type} [N]"));

        Assert.Equal(0, (await Predict("identity.onnx", "x.npy", "-o", "out", "--format", "json")).ExitCode);
        Assert.Equal(0, (await Predict("identity.onnx", "out/y.json", "-o", "back", "--format", "npy")).ExitCode);
        Assert.Equal(File.ReadAllBytes(_folder.File("x.npy")), File.ReadAllBytes(_folder.File("back/y.npy")));
        Assert.StartsWith($"y  {type} [2]  ", (await Predict("identity.onnx", "x.npy")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Formats_that_cannot_hold_an_output_say_which_can_and_the_other_outputs_are_written()
    {
        Model("mixed.onnx", new TestModel().Input("x", "float32 [N]").Output("list", "sequence(float32 [N])").Output("short", "bfloat16 [N]").Output("same", "float32 [N]")
            .Node("SequenceConstruct", ["x"], ["list"]).Node("Cast", ["x"], ["short"], ("to", 16L)).Node("Identity", ["x"], ["same"]));
        Write("x.npy", Tensor.From([1f], [1]));
        var finished = await Predict("mixed.onnx", "x.npy", "-o", "out", "--json");
        Assert.Equal(1, finished.ExitCode);
        Assert.Equal(["same.npy"], Files("out"));
        var lines = finished.Errors.TrimEnd().Split('\n').Where(line => line.StartsWith("error: ", StringComparison.Ordinal)).ToArray();
        Assert.Equal(2, lines.Length);
        Assert.All(lines, line => Assert.Contains("use .pb or .json", line, StringComparison.Ordinal));
        Assert.Equal(2, finished.Json["outputs"]!.AsArray().Count(output => output!["error"] is not null && output["file"] is null));

        Assert.Equal(0, (await Predict("mixed.onnx", "x.npy", "-o", "pb", "--format", "pb")).ExitCode);
        Assert.Equal(["list.pb", "same.pb", "short.pb"], Files("pb"));
    }

    [Fact]
    public async Task Sequences_go_in_from_files_and_are_shown()
    {
        Model("length.onnx", new TestModel().Input("x", "sequence(float32 [N])").Output("n", "int64 []").Output("y", "sequence(float32 [N])")
            .Node("SequenceLength", ["x"], ["n"]).Node("Identity", ["x"], ["y"]));
        Write("x.pb", new SequenceValue([Tensor.From([1f], [1]), Tensor.From([2f, 3f], [2])]));
        var finished = await Predict("length.onnx", "x.pb");
        Assert.True(finished.ExitCode == 0, finished.ToString());
        Assert.Equal(["n  int64 []  2  (min 2, max 2, mean 2)", "y  sequence of 2: float32 [1], ..."], finished.Output.TrimEnd().Split(Environment.NewLine));
    }

    [Fact]
    public async Task Output_names_that_are_no_file_names_are_made_safe_and_told()
    {
        var names = new[] { "../up", "a/b:0", "A/B:0", "CON", ".hidden", "ends.", new string('x', 300) };
        var model = new TestModel().Input("x", "float32 [N]");
        foreach (var name in names) model.Output(name, "float32 [N]").Node("Identity", ["x"], [name]);
        Model("names.onnx", model);
        Write("x.npy", Tensor.From([1f], [1]));
        var finished = await Predict("names.onnx", "x.npy", "-o", "out");
        Assert.True(finished.ExitCode == 0, finished.ToString());
        Assert.Equal(
            new[] { "_CON.npy", "_._up.npy", "_hidden.npy", "A_B_0-2.npy", "a_b_0.npy", "ends_.npy", new string('x', 200) + ".npy" }.Order(StringComparer.Ordinal), Files("out"));
        Assert.Equal(names.Length, Complaints(finished).Length);
        Assert.Contains("output 'a/b:0' is no file name; it is written as a_b_0.npy", finished.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain(Directory.GetFiles(_folder.Path), path => path.EndsWith("up.npy", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_does_not_fit_is_wrong_usage_told_on_one_line()
    {
        Write("good.npy", Tensor.From([5f, 6f], [1, 2]));
        Write("rank.npy", Tensor.From([5f, 6f], [2]));
        Write("width.npy", Tensor.From([5f], [1, 1]));
        Write("type.npy", Tensor.From([5L, 6L], [1, 2]));
        File.WriteAllText(_folder.File("broken.json"), "[1, ");
        File.WriteAllText(_folder.File("text.txt"), "1 2 3");

        await Refused("input 'b' is missing; the model takes float32 [N,2]", "good.npy");
        await Refused("input 'b' is float32 [2], of rank 1 instead of 2", "good.npy", "rank.npy");
        await Refused("dimension 1 is 1 instead of 2", "good.npy", "width.npy");
        await Refused("input 'b' is int64 [1,2]; the model takes float32 [N,2]", "good.npy", "type.npy");
        await Refused("every input of the model has a value already", "good.npy", "good.npy", "good.npy");
        await Refused("the model has no input 'c'; it has 'a', 'b', 'scale'", "good.npy", "c=good.npy");
        await Refused("input 'a' is given twice", "a=good.npy", "a=good.npy", "good.npy");
        await Refused("missing.npy: there is no such file", "good.npy", "missing.npy");
        await Refused("broken.json: no sound JSON", "good.npy", "broken.json");
        await Refused("text.txt: the extension says no tensor format", "good.npy", "text.txt");
        await Refused("the model has no output 'z'; it has 'difference', 'scaled'", "good.npy", "good.npy", "--output", "z");
        await Refused("--format must be npy, pb, json, not 'csv'", "good.npy", "good.npy", "--format", "csv");
        await Refused("the model has no input 'c'", "good.npy", "good.npy", "--set", "c=1");
        await Refused("--set scale=[x]", "good.npy", "good.npy", "--set", "scale=[x]");
        await Refused("input 'scale' is float32 [], of rank 0 instead of 1", "good.npy", "good.npy", "--set", "scale=2");
        await Refused("--threads must be 0 or more", "good.npy", "good.npy", "--threads", "-1");
    }

    [Fact]
    public async Task Folder_that_cannot_be_made_is_refused_before_the_run()
    {
        Write("x.npy", Tensor.From([5f, 6f], [1, 2]));
        await Refused("no folder can be made there", "x.npy", "x.npy", "-o", "x.npy/out");
    }

    [Fact]
    public async Task Output_that_cannot_be_written_fails_alone_and_leaves_nothing_half_written()
    {
        Write("x.npy", Tensor.From([5f, 6f], [1, 2]));
        Directory.CreateDirectory(_folder.File("out/difference.npy"));
        var finished = await Predict("subtract.onnx", "x.npy", "x.npy", "-o", "out", "--json");
        Assert.Equal(1, finished.ExitCode);
        Assert.Equal(["scaled.npy"], Files("out"));
        Assert.Contains("output 'difference': ", finished.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_that_fails_is_exit_code_1_and_one_line()
    {
        Model("reshape.onnx", new TestModel().Input("x", "float32 [N]").Input("shape", "int64 [K]").Output("y", "float32 [...]").Node("Reshape", ["x", "shape"], ["y"]));
        Write("x.npy", Tensor.From([5f, 6f], [2]));
        var finished = await Predict("reshape.onnx", "x.npy", "--set", "shape=[7]", "-o", "out", "--json");
        Assert.Equal(1, finished.ExitCode);
        Assert.StartsWith("error: reshape.onnx on cpu: ", Assert.Single(Complaints(finished)), StringComparison.Ordinal);
        Assert.NotNull(finished.Json["error"]);
        Assert.Empty(Files("out"));
    }

    [DataFact]
    public async Task Every_file_that_is_no_model_is_one_line_and_exit_code_2()
    {
        foreach (var path in Directory.GetFiles(TestData.Path("negative"))) Negative.Check(await Predict(path, "x.npy", "--json"));
        Negative.Check(await Predict("missing.onnx", "x.npy", "--json"));
    }

    [DataTheory]
    [InlineData("silero_vad_batch3")]
    [InlineData("triton_simple_batch2")]
    [InlineData("triton_string_batch2")]
    public async Task Typed_reference_results_come_out(string name)
    {
        var golden = JsonNode.Parse(File.ReadAllBytes(TestData.Path($"golden_nonimage/{name}.json")))!;
        var arguments = new List<string> { TestData.Path((string)golden["model"]!), "-o", "out", "--format", "json" };
        foreach (var (input, tensor) in golden["inputs"]!.AsObject())
        {
            // Scalars from the command line, everything else from files.
            if (tensor!["dims"]!.AsArray().Count == 0) arguments.AddRange(["--set", $"{input}={tensor["data"]![0]!.ToJsonString()}"]);
            else File.WriteAllText(_folder.File($"{input}.json"), tensor.ToJsonString());
            if (tensor["dims"]!.AsArray().Count > 0) arguments.Add($"{input}={input}.json");
        }

        var finished = await Predict([.. arguments]);
        Assert.True(finished.ExitCode == 0, finished.ToString());
        foreach (var (output, node) in golden["outputs"]!.AsObject())
        {
            using var document = JsonDocument.Parse(node!.ToJsonString());
            using var expected = JsonTensor.Read(document.RootElement).Value;
            using var actual = (Tensor)TensorFile.Read(_folder.File($"out/{output}.json")).Value;
            Assert.Equal(expected.ToString(), actual.ToString());
            if (expected.ElementType == ElementType.Float32) Assert.All(expected.Span<float>().ToArray().Zip(actual.Span<float>().ToArray()), pair => Assert.Equal(pair.First, pair.Second, 1e-5f));
            else if (expected.ElementType == ElementType.String) Assert.Equal(expected.Strings().ToArray(), actual.Strings().ToArray());
            else Assert.Equal(expected.Bytes().ToArray(), actual.Bytes().ToArray());
        }
    }

    [UnixFact]
    public async Task Interrupted_prediction_ends_the_run_and_writes_nothing()
    {
        Model("endless.onnx", EndlessModel.Create());
        Write("x.npy", Tensor.Allocate(ElementType.Float32, [256]));
        var finished = await Interruption.Of(_folder.Path, "predict", "endless.onnx", "x.npy", "-o", "out", "--json");
        Assert.True(finished.ExitCode == 130, finished.ToString());
        Assert.Equal(130, (int)finished.Json["exitCode"]!);
        Assert.Equal("error: interrupted", Assert.Single(Complaints(finished)));
        Assert.Empty(Files("out"));
    }

    private async Task Refused(string words, params string[] arguments)
    {
        var finished = await Predict(["subtract.onnx", .. arguments, "--json"]);
        Assert.True(finished.ExitCode == 2, finished.ToString());
        Assert.Contains(words, Assert.Single(finished.Errors.TrimEnd().Split('\n')), StringComparison.Ordinal);
        Assert.Contains(words, (string)finished.Json["error"]!["message"]!, StringComparison.Ordinal);
        Assert.EndsWith(".", (string)finished.Json["error"]!["message"]!, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_folder.File("out")));
    }

    /// <summary>The messages after the one that says where the model runs, which is always the first.</summary>
    private static string[] Complaints(Finished finished)
    {
        var lines = finished.Errors.TrimEnd().Split(Environment.NewLine);
        Assert.EndsWith($" on cpu: 1 lane x {Cores(Environment.ProcessorCount)}", lines[0], StringComparison.Ordinal);
        return lines[1..];
    }

    private static string Cores(int threads) => $"{threads} thread{(threads == 1 ? "" : "s")} on {threads} core{(threads == 1 ? "" : "s")}";

    private Task<Finished> Predict(params string[] arguments) => Actorinfer.RunIn(_folder.Path, ["predict", .. arguments]);

    private void Model(string name, TestModel model) => File.WriteAllBytes(_folder.File(name), model.Bytes);

    private void Write(string name, Value value)
    {
        using (value) Assert.Null(TensorFile.Write(_folder.File(name), value));
    }

    private float[] Floats(string name)
    {
        using var tensor = (Tensor)TensorFile.Read(_folder.File(name)).Value;
        return tensor.Span<float>().ToArray();
    }

    /// <summary>What a folder holds, hidden files included, in ordinal order.</summary>
    private string[] Files(string folder) => [.. Directory.GetFiles(_folder.File(folder)).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];
}
