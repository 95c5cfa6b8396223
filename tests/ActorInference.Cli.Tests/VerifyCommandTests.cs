using System.Text.Json.Nodes;

namespace ActorInference.Cli.Tests;

public sealed class VerifyCommandTests : IDisposable
{
    private readonly VerifyFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [DataFact]
    public async Task Reference_sets_pass()
    {
        var finished = await Actorinfer.Run("verify", TestData.Path("reference-sets"), "--json");
        Assert.True(finished.ExitCode == 0, finished.ToString());
        Assert.Equal((2, 4, 4, 0), Counts(finished.Json));
        Assert.Empty(finished.Json["failures"]!.AsArray());
    }

    [Fact]
    public async Task Equal_counts_as_numpy_isclose_has_it()
    {
        Floats("nan", [float.NaN, 1], [float.NaN, 1]);
        Floats("infinities", [float.PositiveInfinity, float.NegativeInfinity], [float.PositiveInfinity, float.NegativeInfinity]);
        Floats("within the relative tolerance", [1000, 0], [1000.9f, 0]);
        Floats("within the absolute tolerance", [0, 9e-6f], [0, 0]);
        _folder.Identity("float64", "float64 [N]", Tensor.From([1.0], [1]), Tensor.From([1.0005], [1]));
        _folder.Identity("float16", "float16 [N]", Tensor.From([(Half)1], [1]), Tensor.From([(Half)1], [1]));
        _folder.Identity("scalar", "int64 []", Tensor.Scalar(7L), Tensor.Scalar(7L));
        _folder.Identity("no elements", "float32 [N,3]", Tensor.From<float>([], [0, 3]), Tensor.From<float>([], [0, 3]));
        _folder.Identity("strings", "string [N]", Tensor.FromStrings(["a", "ü"], [2]), Tensor.FromStrings(["a", "ü"], [2]));
        _folder.Identity("sequence", "sequence(float32 [N])", Sequence([1f, 2f]), Sequence([1f, 2f]));
        _folder.Identity("empty sequence", "sequence(int64 [N])", new SequenceValue([]), new SequenceValue([]));

        var finished = await Verify();
        Assert.True(finished.ExitCode == 0, finished.ToString());
        Assert.Equal((11, 11, 11, 0), Counts(finished.Json));
    }

    [Fact]
    public async Task Every_kind_of_difference_fails_and_is_told_in_words()
    {
        Floats("beyond", [1, 2, 3], [1, 2.5f, 3.004f]);
        Floats("nan", [float.NaN, 1], [0, 1]);
        Floats("nan expected", [0, 1], [float.NaN, 1]);
        Floats("sign of infinity", [float.PositiveInfinity], [float.NegativeInfinity]);
        Floats("shape", [1, 2], [1, 2, 3]);
        _folder.Identity("type", "float32 [N]", Tensor.From([1f], [1]), Tensor.From([1.0], [1]));
        _folder.Identity("rank", "float32 [...]", Tensor.From([1f], [1]), Tensor.From([1f], [1, 1]));
        _folder.Identity("integers", "int64 [2,2]", Tensor.From([1L, 2, 3, 4], [2, 2]), Tensor.From([1L, 2, 4, 4], [2, 2]));
        _folder.Identity("large integers", "uint64 [N]", Tensor.From([ulong.MaxValue], [1]), Tensor.From([ulong.MaxValue - 1], [1]));
        _folder.Identity("booleans", "bool [N]", Tensor.From([true], [1]), Tensor.From([false], [1]));
        _folder.Identity("strings", "string [N]", Tensor.FromStrings(["a", "b"], [2]), Tensor.FromStrings(["a", "B\u001b[31m"], [2]));
        _folder.Identity("sequence length", "sequence(float32 [N])", Sequence([1f], [2f]), Sequence([1f]));
        _folder.Identity("sequence item", "sequence(float32 [N])", Sequence([1f], [2f]), Sequence([1f], [3f]));

        var finished = await Verify();
        Assert.Equal(1, finished.ExitCode);
        Assert.Equal((13, 13, 0, 13), Counts(finished.Json));
        var reasons = finished.Json["failures"]!.AsArray().ToDictionary(failure => ((string)failure!["model"]!)[2..], failure => (string)failure!["reason"]!);
        Assert.Equal("output 'y': 2 of 3 elements are off, the worst at [1]: 2 instead of 2.5, off by 0.5 where 0.00251 is allowed", reasons["beyond"]);
        Assert.Equal("output 'y': 1 of 2 elements is off, the worst at [0]: NaN instead of 0", reasons["nan"]);
        Assert.Equal("output 'y': 1 of 2 elements is off, the worst at [0]: 0 instead of NaN", reasons["nan expected"]);
        Assert.Equal("output 'y': its element is off, the worst at [0]: Infinity instead of -Infinity", reasons["sign of infinity"]);
        Assert.Equal("output 'y': is float32 [2] instead of float32 [3]", reasons["shape"]);
        Assert.Equal("output 'y': is float32 [1] instead of float64 [1]", reasons["type"]);
        Assert.Equal("output 'y': is float32 [1] instead of float32 [1,1]", reasons["rank"]);
        Assert.Equal("output 'y': 1 of 4 elements is different, the first at [1,0]: 3 instead of 4", reasons["integers"]);
        Assert.Equal("output 'y': its element is different, the first at [0]: 18446744073709551615 instead of 18446744073709551614", reasons["large integers"]);
        Assert.Equal("output 'y': its element is different, the first at [0]: true instead of false", reasons["booleans"]);
        Assert.Equal("output 'y': 1 of 2 elements is different, the first at [1]: \"b\" instead of \"B\uFFFD[31m\"", reasons["strings"]);
        Assert.Equal("output 'y': has 2 items instead of 1", reasons["sequence length"]);
        Assert.Equal("output 'y': item 1: its element is off, the worst at [0]: 2 instead of 3, off by 1 where 0.00301 is allowed", reasons["sequence item"]);
    }

    [Fact]
    public async Task Tolerances_are_as_told()
    {
        Floats("case", [1, 0], [1.05f, 0.5f]);
        Assert.Equal(1, (await Verify()).ExitCode);
        Assert.Equal(1, (await Verify("--rtol", "0.1")).ExitCode);
        Assert.Equal(0, (await Verify("--rtol", "0", "--atol", "0.5")).ExitCode);
        Assert.Equal(2, (await Verify("--rtol", "-1")).ExitCode);
        Assert.Equal(2, (await Verify("--atol", "NaN")).ExitCode);
    }

    [Fact]
    public async Task Inputs_go_to_the_names_that_they_carry_and_else_to_their_positions()
    {
        var subtract = new TestModel().Input("a", "float32 [N]").Input("b", "float32 [N]").Input("scale", "float32 [1]").Initializer("scale", [1f], 1)
            .Output("y", "float32 [N]").Node("Sub", ["a", "b"], ["difference"]).Node("Mul", ["difference", "scale"], ["y"]);
        _folder.Model("case", subtract);

        // Positions; names in the wrong order; a value for an input that has a default.
        _folder.Input("case", 0, 0, Tensor.From([5f], [1]));
        _folder.Input("case", 0, 1, Tensor.From([3f], [1]));
        _folder.Output("case", 0, 0, Tensor.From([2f], [1]));
        _folder.Input("case", 1, 0, Tensor.From([5f], [1]), "b");
        _folder.Input("case", 1, 1, Tensor.From([3f], [1]), "a");
        _folder.Output("case", 1, 0, Tensor.From([-2f], [1]));
        _folder.Input("case", 2, 0, Tensor.From([5f], [1]), "unknown names count for nothing");
        _folder.Input("case", 2, 1, Tensor.From([3f], [1]));
        _folder.Input("case", 2, 2, Tensor.From([10f], [1]), "scale");
        _folder.Output("case", 2, 0, Tensor.From([20f], [1]));

        var finished = await Verify();
        Assert.True(finished.ExitCode == 0, finished.ToString());
        Assert.Equal((1, 3, 3, 0), Counts(finished.Json));
    }

    [Fact]
    public async Task Data_sets_that_cannot_be_used_fail_with_the_step_and_the_others_go_on()
    {
        _folder.Model("a", TestModel.Unary("Neg", "float32 [2]"));
        for (var set = 0; set < 12; set++)
        {
            _folder.Input("a", set, 0, Tensor.From([1f, 2f], [2]));
            _folder.Output("a", set, 0, Tensor.From([-1f, -2f], [2]));
        }

        File.WriteAllBytes(_folder.File("a/test_data_set_2/input_0.pb"), [1, 2, 3]);
        File.WriteAllBytes(_folder.File("a/test_data_set_3/output_0.pb"), [1, 2, 3]);
        File.Delete(_folder.File("a/test_data_set_4/output_0.pb"));
        File.Delete(_folder.File("a/test_data_set_5/input_0.pb"));
        _folder.Input("a", 6, 1, Tensor.From([1f], [1]));
        _folder.Output("a", 7, 1, Tensor.From([1f], [1]));
        _folder.Input("a", 10, 0, Tensor.From([1f], [1]));
        _folder.Model("b", new TestModel().Input("x", "float32 [1]").Output("y", "float32 [1]").Node("nobody", "Nothing", ["x"], ["y"]));
        _folder.Input("b", 0, 0, Tensor.From([1f], [1]));
        _folder.Input("b", 1, 0, Tensor.From([1f], [1]));

        var finished = await Verify();
        Assert.Equal(1, finished.ExitCode);
        Assert.Equal((2, 14, 5, 9), Counts(finished.Json));
        var failures = finished.Json["failures"]!.AsArray().Select(failure => ((string)failure!["model"]!, (string?)failure["dataSet"], (string)failure["step"]!)).ToArray();
        Assert.Equal(
            [
                ("./a", "test_data_set_2", "read"), ("./a", "test_data_set_3", "read"), ("./a", "test_data_set_4", "read"), ("./a", "test_data_set_5", "run"),
                ("./a", "test_data_set_6", "read"), ("./a", "test_data_set_7", "read"), ("./a", "test_data_set_10", "run"), ("./b", null, "load"),
            ],
            failures);
        Assert.All(finished.Json["failures"]!.AsArray(), failure => Assert.DoesNotContain('\n', (string)failure!["reason"]!));
    }

    [Fact]
    public async Task Text_output_names_each_failure_on_one_line_and_ends_with_the_counts()
    {
        Floats("wrong", [1], [2]);
        Floats("right", [1], [1]);
        var finished = await Actorinfer.RunIn(_folder.Path, "verify", ".");
        Assert.Equal(1, finished.ExitCode);
        Assert.Empty(finished.Errors);
        var lines = finished.Output.TrimEnd().Split(Environment.NewLine);
        Assert.Equal(2, lines.Length);
        Assert.StartsWith("failed: ./wrong test_data_set_0 (compare): output 'y': its element is off", lines[0], StringComparison.Ordinal);
        Assert.StartsWith("2 models, 2 data sets: 1 passed, 1 failed, in ", lines[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Only_takes_the_models_whose_folder_is_named_so()
    {
        Floats("sub/first", [1], [1]);
        Floats("sub/second", [1], [2]);
        Assert.Equal((1, 1, 1, 0), Counts((await Verify("--only", "FIRST")).Json));
        var nothing = await Verify("--only", "third");
        Assert.Equal(2, nothing.ExitCode);
        Assert.Contains("none of the 2 models", nothing.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_to_verify_is_wrong_usage()
    {
        _folder.Model("without data", TestModel.Unary("Neg", "float32 [1]"));
        foreach (var folder in new[] { ".", "missing" })
        {
            var finished = await Actorinfer.RunIn(_folder.Path, "verify", folder, "--json");
            Assert.Equal(2, finished.ExitCode);
            Assert.Equal("not-found", (string?)finished.Json["error"]!["kind"]);
            Assert.Single(finished.Errors.TrimEnd().Split('\n'));
        }
    }

    [UnixFact]
    public async Task Interrupted_verification_ends_the_run_and_tells_what_was_done()
    {
        Floats("a", [1], [1]);
        _folder.Model("b", EndlessModel.Create());
        _folder.Input("b", 0, 0, Tensor.Allocate(ElementType.Float32, [256]));
        _folder.Output("b", 0, 0, Tensor.Allocate(ElementType.Float32, [256]));
        var finished = await Interruption.Of(_folder.Path, "verify", ".", "--json");
        Assert.True(finished.ExitCode == 130, finished.ToString());
        Assert.Equal((1, 1, 1, 0), Counts(finished.Json));
    }

    private static (int, int, int, int) Counts(JsonObject json) => ((int)json["models"]!, (int)json["dataSets"]!, (int)json["passed"]!, (int)json["failed"]!);

    private static SequenceValue Sequence(params float[][] items) => new([.. items.Select(item => (Value)Tensor.From(item, [item.Length]))]);

    private void Floats(string name, float[] x, float[] y) => _folder.Identity(name, "float32 [N]", Tensor.From(x, [x.Length]), Tensor.From(y, [y.Length]));

    private Task<Finished> Verify(params string[] more) => Actorinfer.RunIn(_folder.Path, ["verify", ".", "--json", .. more]);
}
